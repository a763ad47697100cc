/* Reading and writing that goes wrong on demand, to be loaded before libc (LD_PRELOAD).
 *
 * FAULT_PIECE=n        no call moves more than n bytes
 * FAULT_EINTR=1        every other call is interrupted
 * FAULT_READ_ERROR=n   reading fails with EIO once n bytes were read
 * FAULT_WRITE_ERROR=n  writing fails with ENOSPC once n bytes were written
 *
 * The same for reading and writing at a place, which is done in temporary files only:
 *
 * FAULT_PREAD_ERROR=n, FAULT_PWRITE_ERROR=n
 *
 * FAULT_PEAK=file      at its end the program writes there how many KiB of memory it had at most: what
 *                      its parent is told begins with the size of that parent
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static long setting(const char *name) {
  const char *text = getenv(name);
  return text ? atol(text) : -1;
}

/* How much a call of `count` bytes may move, or -1 with errno set; `moved` is what was moved before. */
static long allowed(size_t count, long limit, long moved, int error) {
  static __thread int calls;
  if (setting("FAULT_EINTR") > 0 && calls++ % 2 == 0) {
    errno = EINTR;
    return -1;
  }
  long piece = setting("FAULT_PIECE");
  long result = piece > 0 && (size_t)piece < count ? piece : (long)count;
  if (limit < 0) return result;
  if (moved >= limit) {
    errno = error;
    return -1;
  }
  return result < limit - moved ? result : limit - moved;
}

ssize_t read(int file, void *bytes, size_t count) {
  static ssize_t (*real)(int, void *, size_t);
  static long moved;
  if (!real) real = (ssize_t(*)(int, void *, size_t))dlsym(RTLD_NEXT, "read");
  long size = allowed(count, setting("FAULT_READ_ERROR"), moved, EIO);
  if (size < 0) return -1;
  ssize_t result = real(file, bytes, (size_t)size);
  if (result > 0) moved += result;
  return result;
}

ssize_t write(int file, const void *bytes, size_t count) {
  static ssize_t (*real)(int, const void *, size_t);
  static long moved;
  if (!real) real = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
  /* Messages about the fault must come through. */
  long size = allowed(count, file == 2 ? -1 : setting("FAULT_WRITE_ERROR"), moved, ENOSPC);
  if (size < 0) return -1;
  ssize_t result = real(file, bytes, (size_t)size);
  if (result > 0 && file != 2) moved += result;
  return result;
}

ssize_t pread(int file, void *bytes, size_t count, off_t place) {
  static ssize_t (*real)(int, void *, size_t, off_t);
  static long moved;
  if (!real) real = (ssize_t(*)(int, void *, size_t, off_t))dlsym(RTLD_NEXT, "pread");
  long size = allowed(count, setting("FAULT_PREAD_ERROR"), moved, EIO);
  if (size < 0) return -1;
  ssize_t result = real(file, bytes, (size_t)size, place);
  if (result > 0) moved += result;
  return result;
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t place) {
  static ssize_t (*real)(int, const void *, size_t, off_t);
  static long moved;
  if (!real) real = (ssize_t(*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite");
  long size = allowed(count, setting("FAULT_PWRITE_ERROR"), moved, ENOSPC);
  if (size < 0) return -1;
  ssize_t result = real(file, bytes, (size_t)size, place);
  if (result > 0) moved += result;
  return result;
}

__attribute__((destructor)) static void tell_peak(void) {
  const char *name = getenv("FAULT_PEAK");
  FILE *status = name ? fopen("/proc/self/status", "r") : NULL;
  FILE *output = status ? fopen(name, "w") : NULL;
  char line[256];
  long kibibytes;
  while (output && fgets(line, sizeof line, status))
    if (sscanf(line, "VmHWM: %ld kB", &kibibytes) == 1) fprintf(output, "%ld", kibibytes);
  if (output) fclose(output);
  if (status) fclose(status);
}
