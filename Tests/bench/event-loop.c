/* The floor for reading YAML: libyaml's events, thrown away. */
#include <stdio.h>
#include <yaml.h>

int main(int argc, char **argv) {
  FILE *file = argc > 1 ? fopen(argv[1], "rb") : stdin;
  yaml_parser_t parser;
  yaml_event_t event;
  int type;
  if (!file || !yaml_parser_initialize(&parser)) return 2;
  yaml_parser_set_input_file(&parser, file);
  do {
    if (!yaml_parser_parse(&parser, &event)) return 1;
    type = event.type;
    yaml_event_delete(&event);
  } while (type != YAML_STREAM_END_EVENT);
  yaml_parser_delete(&parser);
  return 0;
}
