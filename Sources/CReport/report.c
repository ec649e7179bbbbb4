#include "creport.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t page[] = {
#embed "page.html"
};

const uint8_t *creport_page(void) { return page; }
int64_t creport_size(void) { return sizeof page; }
