#define _GNU_SOURCE
#include "cdescrape.h"

#include <dlfcn.h>
#include <stddef.h>

#include "descrape.h"

const char *cdescrape_path(void) {
  Dl_info info;
  return dladdr((const void *)descrape_abi_version, &info) != 0 ? info.dli_fname : NULL;
}
