#define _GNU_SOURCE
#include "csystem.h"

#include <unistd.h>

int csystem_syncfs(int descriptor) { return syncfs(descriptor); }
