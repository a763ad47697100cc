/* enumeration N: how Kuma 2.3 makes rules of one Mesh item and N MeshService items.
 *
 * Written down as it is: every state of N tags, each positive or negated, is made, simplified, and
 * held against every item. Nothing is read, merged or printed, so that it is a floor for the algorithm. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const char *value;
  bool not;
} tag;

/* The next state: the first positive tag is negated, those before it are positive again. */
static bool advance(bool *negated, int count) {
  for (int i = 0; i < count; i++) {
    negated[i] = !negated[i];
    if (negated[i]) return true;
  }
  return false;
}

/* All tags have one key: one positive tag stands for itself, none leaves all negated ones, two exclude
 * each other. Returns the number of tags left, -1 for a state that cannot be. */
static int simplify(const char **values, const bool *negated, int count, tag *subset) {
  int positives = 0, last = -1;
  for (int i = 0; i < count; i++) {
    subset[i] = (tag){values[i], negated[i]};
    if (negated[i]) continue;
    positives++;
    last = i;
  }
  if (positives == 0) return count;
  if (positives > 1) return -1;
  subset[0] = subset[last];
  return 1;
}

/* Whether every tag of the subset is one that the item's tag allows. */
static bool covers(const char *item, const tag *subset, int size) {
  for (int i = 0; i < size; i++) {
    if (subset[i].not || strcmp(item, subset[i].value) != 0) return false;
  }
  return size > 0;
}

int main(int argc, char **argv) {
  int count = argc > 1 ? atoi(argv[1]) : 0;
  if (count < 1 || count > 30) return 2;
  const char **values = calloc((size_t)count, sizeof *values);
  bool *negated = calloc((size_t)count, sizeof *negated);
  tag *subset = calloc((size_t)count, sizeof *subset);
  if (!values || !negated || !subset) return 2;
  for (int i = 0; i < count; i++) {
    char *name = malloc(24);
    if (!name) return 2;
    snprintf(name, 24, "service-%d", i);
    values[i] = name;
  }
  long rules = 0, origins = 0;
  do {
    int size = simplify(values, negated, count, subset);
    if (size < 0) continue;
    rules++;
    origins++; /* the Mesh item has no tags and covers all */
    for (int i = 0; i < count; i++) origins += covers(values[i], subset, size);
  } while (advance(negated, count));
  printf("%ld rules of %ld items\n", rules, origins);
  return 0;
}
