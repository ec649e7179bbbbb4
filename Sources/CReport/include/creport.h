/// The page of a corpus run's report, as bytes in the program.
#ifndef CREPORT_H
#define CREPORT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// `creport_size` bytes of HTML; the data goes where `@DATA@` stands.
const uint8_t *_Nonnull creport_page(void);
int64_t creport_size(void);

#ifdef __cplusplus
}
#endif

#endif
