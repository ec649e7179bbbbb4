/// The table of character frequencies that tools/make-model makes, as bytes in the program.
#ifndef CMODEL_H
#define CMODEL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// `cmodel_size` bytes, aligned to eight.
const uint8_t *_Nonnull cmodel_bytes(void);
int64_t cmodel_size(void);

#ifdef __cplusplus
}
#endif

#endif
