/// What the test programs share: a check that ends the program, and arrays of texts by hand.
#ifndef CHECK_H
#define CHECK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "descrape.h"

#define CHECK(condition)                                                       \
  do {                                                                         \
    if (!(condition)) {                                                        \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);  \
      exit(1);                                                                 \
    }                                                                          \
  } while (0)

/// A text with damage, and what becomes of it.
#define RAW "\xE8\xA5\xBF&amp;\xE6\x9D\xB1&#39;s\r\n\xE4\xB8\xAD\xE2\x80\x8B\xE6\x96\x87\r\n"
#define CLEAN "\xE8\xA5\xBF&\xE6\x9D\xB1's\n\xE4\xB8\xAD\xE6\x96\x87\n"
/// A text that is clean as it is.
#define PLAIN "Nothing is wrong with this line.\n"

/// An array of texts that the program made; it counts its releases.
typedef struct texts {
  struct ArrowArray array;
  struct ArrowSchema schema;
  const void *buffers[8];
  int64_t sizes[4];
  char format[4];
  void *blocks[4];
} texts;

extern int arrays_alive;
extern int schemas_alive;

/// Makes an array of `count` texts, NULL for nulls, in the layout `u`, `U` or `vu`.
void make_texts(texts *made, const char *format, const char *const *values, int64_t count);

/// Whether text `place` of an array is `value`; NULL for a null.
int is_text(const struct ArrowArray *array, const char *format, int64_t place, const char *value);

void test_arrow(descrape_cleaner *cleaner);
void test_streams(descrape_cleaner *cleaner);
void test_corpus(descrape_cleaner *cleaner);
void test_hostile(descrape_cleaner *cleaner, long rounds);

#endif
