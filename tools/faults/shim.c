// Preloaded into a program: ends it, or lets a call fail, at the n-th call of a kind. Calls on standard streams and
// those that only read do not count.
//
// FAULT_CALL    the kind, or "all"
// FAULT_NUMBER  which of them; 0 for none
// FAULT_ERRNO   the error that the call gives, or 0 for SIGKILL in place of the call
// FAULT_COUNT   a file that takes how many there were, when the program ends by itself
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int count;

static int hit(const char *name) {
  const char *call = getenv("FAULT_CALL");
  if (!call || (strcmp(call, "all") && strcmp(call, name))) return 0;
  if (__sync_add_and_fetch(&count, 1) != atoi(getenv("FAULT_NUMBER"))) return 0;
  int error = atoi(getenv("FAULT_ERRNO"));
  if (!error) kill(getpid(), SIGKILL);
  errno = error;
  return 1;
}

__attribute__((destructor)) static void tell(void) {
  const char *path = getenv("FAULT_COUNT");
  FILE *file = path ? fopen(path, "w") : NULL;
  if (!file) return;
  fprintf(file, "%d\n", count);
  fclose(file);
}

#define NEXT(type, name) \
  static __typeof__(type) next; \
  if (!next) next = (__typeof__(type))dlsym(RTLD_NEXT, name)

ssize_t write(int f, const void *b, size_t n) {
  NEXT(ssize_t (*)(int, const void *, size_t), "write");
  return f > 2 && hit("write") ? -1 : next(f, b, n);
}

#define POSITIONED_WRITE(name, offset) \
  ssize_t name(int f, const void *b, size_t n, offset o) { \
    NEXT(ssize_t (*)(int, const void *, size_t, offset), #name); \
    return hit("write") ? -1 : next(f, b, n, o); \
  }
POSITIONED_WRITE(pwrite, off_t)
POSITIONED_WRITE(pwrite64, off64_t)

#define DESCRIPTOR_CALL(name, kind) \
  int name(int f) { \
    NEXT(int (*)(int), #name); \
    return hit(kind) ? -1 : next(f); \
  }
DESCRIPTOR_CALL(fsync, "fsync")
DESCRIPTOR_CALL(fdatasync, "fsync")
DESCRIPTOR_CALL(syncfs, "fsync")

// As in Linux, the descriptor is gone whatever close says. Only closing what was written to counts.
int close(int f) {
  NEXT(int (*)(int), "close");
  int flags = f > 2 ? fcntl(f, F_GETFL) : -1;
  int counts = flags >= 0 && (flags & O_ACCMODE) != O_RDONLY && hit("close");
  int result = next(f);
  if (!counts) return result;
  errno = atoi(getenv("FAULT_ERRNO"));
  return -1;
}

int rename(const char *p, const char *q) {
  NEXT(int (*)(const char *, const char *), "rename");
  return hit("rename") ? -1 : next(p, q);
}

int renameat(int a, const char *p, int b, const char *q) {
  NEXT(int (*)(int, const char *, int, const char *), "renameat");
  return hit("rename") ? -1 : next(a, p, b, q);
}

int unlink(const char *p) {
  NEXT(int (*)(const char *), "unlink");
  return hit("unlink") ? -1 : next(p);
}

int unlinkat(int d, const char *p, int flags) {
  NEXT(int (*)(int, const char *, int), "unlinkat");
  return hit("unlink") ? -1 : next(d, p, flags);
}

int mkdirat(int d, const char *p, mode_t mode) {
  NEXT(int (*)(int, const char *, mode_t), "mkdirat");
  return hit("mkdir") ? -1 : next(d, p, mode);
}

#define TRUNCATE(name, length) \
  int name(int f, length n) { \
    NEXT(int (*)(int, length), #name); \
    return hit("truncate") ? -1 : next(f, n); \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)
