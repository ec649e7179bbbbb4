/// Arrays whose contents are not what they should be: each call must come back, with a text or with an error. What a buffer is shorter
/// than its array says cannot be seen through the interface, so lengths are wrong only where that shows.
#include "check.h"

static uint64_t state;

static uint64_t number(void) {
  state += 0x9E3779B97F4A7C15u;
  uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static uint64_t below(uint64_t limit) { return number() % limit; }

/// Numbers that break additions and multiplications, or look like small ones.
static int64_t hostile_number(void) {
  static const int64_t numbers[] = {-1, INT64_MIN, INT64_MAX, INT64_MAX / 2, INT64_MAX / 8, INT64_MAX / 16, -2,
                                    INT64_MIN / 2, (int64_t)1 << 60, -((int64_t)1 << 40)};
  return numbers[below(sizeof numbers / sizeof *numbers)];
}

enum { COUNT = 12, LONGEST = 60 };

/// Random bytes, UTF-8 only by chance, but for some texts that are.
static void random_text(char *text) {
  static const char *const pieces[] = {RAW, PLAIN, "&amp;", "\xEF\xBF\xBD", "\xC3\xA4\xC2\xB8", "\xED\xA0\x80", "\xF4\x90\x80\x80"};
  if (below(2) == 0) {
    strcpy(text, pieces[below(7)]);
    return;
  }
  size_t length = below(LONGEST);
  for (size_t i = 0; i < length; i++) text[i] = (char)(1 + below(255));
  text[length] = 0;
}

/// Changes one thing in an array, and says whether it can be told from a good one.
static int spoil(texts *given, int64_t count) {
  struct ArrowArray *array = &given->array;
  int is_view = given->format[0] == 'v', width = given->format[0] == 'u' ? 4 : 8;
  char *index = given->blocks[1];
  int64_t wrong = hostile_number();
  switch (below(13)) {
    case 0: array->length = wrong; return 1;
    case 1: array->offset = wrong; return 1;
    case 2: array->null_count = below(2) ? count + 1 + (int64_t)below(9) : -2 - (int64_t)below(9); return 1;
    case 3: array->n_buffers = below(2) ? (int64_t)below(3) : wrong; return 1;
    case 4: array->buffers = NULL; return 1;
    case 5: given->buffers[1] = NULL; return count > 0;
    case 6: given->buffers[2] = NULL; return given->sizes[0] > 0;
    case 7: array->n_children = wrong; return 1;
    case 8: array->dictionary = array; return 1;
    case 9: given->schema.format = below(2) ? NULL : "z"; return 1;
    case 10: given->schema.dictionary = &given->schema; return 1;
    case 11:
      given->buffers[0] = NULL;
      array->null_count = 1 + (int64_t)below((uint64_t)count);
      return 1;
    default: break;
  }
  int64_t place = (int64_t)below((uint64_t)count);
  if (!is_view) {
    // Down or below zero: what goes up beyond the data cannot be told.
    int64_t offset = -1 - (int64_t)below(1 << 20);
    memcpy(index + (place + (int64_t)below(2)) * width, &offset, (size_t)width);
    return 1;
  }
  int32_t view[4] = {(int32_t)number(), (int32_t)number(), (int32_t)(below(3)) - 1, (int32_t)number()};
  if (below(2)) view[0] = 13 + (int32_t)below(100);
  if (below(2)) view[3] = (int32_t)below((uint64_t)given->sizes[0] + 9);
  memcpy(index + place * 16, view, 16);
  if (below(4) == 0) given->sizes[0] = (int64_t)below((uint64_t)given->sizes[0] + 1);
  if (below(4) == 0) given->sizes[0] = wrong < 0 ? wrong : given->sizes[0];
  return 0;
}

void test_hostile(descrape_cleaner *cleaner, long rounds) {
  static const char *const formats[] = {"u", "U", "vu"};
  char room[COUNT][LONGEST + 40];
  const char *values[COUNT];
  long refused = 0;
  for (long round = 0; round < rounds; round++) {
    state = (uint64_t)round * 0x2545F4914F6CDD1Du + 7;
    int64_t count = 1 + (int64_t)below(COUNT);
    for (int64_t i = 0; i < count; i++) {
      random_text(room[i]);
      values[i] = below(5) == 0 ? NULL : room[i];
    }
    texts given;
    make_texts(&given, formats[below(3)], values, count);
    int must_fail = below(8) != 0 ? spoil(&given, count) : 0;
    struct ArrowArray array;
    struct ArrowSchema schema;
    char *message;
    uint32_t flags = (uint32_t)below(5);
    int32_t status = descrape_clean_arrow(cleaner, &given.array, &given.schema, flags, &array, &schema, &message);
    CHECK(!must_fail || status != DESCRAPE_OK);
    CHECK((status == DESCRAPE_OK) == (message == NULL));
    CHECK(flags < 4 || status != DESCRAPE_OK);
    if (status == DESCRAPE_OK) {
      array.release(&array);
      schema.release(&schema);
    } else {
      refused++;
      descrape_free(message);
    }
    given.array.release(&given.array);
    given.schema.release(&given.schema);
  }
  CHECK(refused > rounds / 2 && refused < rounds);
  CHECK(arrays_alive == 0 && schemas_alive == 0);
}
