#include "cmodel.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t bytes[] __attribute__((aligned(8))) = {
#embed "model.bin"
};

const uint8_t *cmodel_bytes(void) { return bytes; }
int64_t cmodel_size(void) { return sizeof bytes; }
