#define _GNU_SOURCE
#include "csystem.h"

#include <sched.h>
#include <unistd.h>

int csystem_syncfs(int descriptor) { return syncfs(descriptor); }

int csystem_cores(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
  return (int)sysconf(_SC_NPROCESSORS_ONLN);
}
