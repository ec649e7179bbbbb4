/// Arrays whose contents are not what they should be: each call must come back, with a text or with an error. What a buffer is shorter
/// than its array says cannot be seen through the interface, so lengths are wrong only where that shows.
#include "corpus.h"

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
    case 9: given->schema.format = below(2) ? NULL : "i"; return 1;
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

/// Changes one thing in an array of numbers or lists, and says whether it can be told from a good one.
static int spoil_numbers(struct ArrowArray *array, struct ArrowSchema *schema, int64_t count) {
  int64_t wrong = hostile_number();
  switch (below(11)) {
    case 0: array->length = wrong; return 1;
    case 1: array->offset = wrong; return 1;
    case 2: array->null_count = below(2) ? count + 1 + (int64_t)below(9) : -2 - (int64_t)below(9); return 1;
    case 3: array->n_buffers = below(2) ? (int64_t)below(2) : wrong; return 1;
    case 4: array->buffers = NULL; return 1;
    case 5: array->buffers[1] = NULL; return count > 0;
    case 6: array->n_children = wrong; return 1;
    case 7: array->dictionary = array; return 1;
    case 8: schema->format = below(2) ? NULL : "+ll"; return 1;
    case 9: schema->n_children = wrong; return 1;
    default: array->null_count = 1; return 1;
  }
}

/// One round of the functions for a corpus. Returns whether the arrays were refused.
static int corpus_round(descrape_cleaner *cleaner, texts *given, int64_t count) {
  int64_t values[3 * COUNT], sites[COUNT];
  int32_t offsets[COUNT + 1] = {0};
  for (int i = 0; i < 3 * COUNT; i++) values[i] = below(3) ? (int64_t)number() : hostile_number();
  for (int64_t i = 0; i < count; i++) {
    sites[i] = below(4) ? (int64_t)number() : 0;
    offsets[i + 1] = offsets[i] + (int32_t)below(4);
  }
  lists known, numbers;
  make_lists(&numbers, sites, count, offsets, count);
  make_lists(&known, values, 3 * COUNT, offsets, count);
  struct ArrowArray *site_array = &numbers.numbers;
  struct ArrowSchema *site_schema = &numbers.number_schema;
  int what = (int)below(7), must_fail = 0, is_binary = what == 1 || what == 2 || what == 6;
  struct ArrowArray *array = &given->array;
  struct ArrowSchema *schema = &given->schema;
  // Sketches are bytes; what is in these is none.
  if (is_binary) schema->format = given->format[0] == 'u' ? "z" : given->format[0] == 'U' ? "Z" : "vz";
  switch (below(6)) {
    case 0: must_fail = spoil(given, count); break;
    case 1: if (what == 4 || what == 5) must_fail = spoil_numbers(site_array, site_schema, count); break;
    case 2: if (what == 5) must_fail = spoil_numbers(&known.array, &known.schema, count); break;
    case 3: if (what == 5) must_fail = spoil_numbers(&known.numbers, &known.number_schema, 3 * COUNT); break;
    case 4:
      // Down, below zero, or beyond the numbers that there are.
      if (what == 5) {
        int32_t far = (int32_t)below(1 << 20);
        offsets[below((uint64_t)count + 1)] = below(2) ? -1 - far : 3 * COUNT + 1 + far;
        must_fail = 1;
      }
      break;
    default: break;
  }
  result made;
  int32_t status;
  char *message;
  struct ArrowArray *out = &made.array;
  struct ArrowSchema *kind = &made.schema;
  uint32_t flags = (uint32_t)below(4), is_flagged = (uint32_t)below(2), limit = (uint32_t)below(501);
  switch (what) {
    case 0:
      status = descrape_copy_facts_arrow(array, schema, is_flagged * DESCRAPE_SKETCH, out, kind, &message);
      break;
    case 1: status = descrape_sketch_bands_arrow(array, schema, 500 + limit, out, kind, &message); break;
    case 2: status = descrape_sketch_similarities_arrow(array, schema, array, schema, out, kind, &message); break;
    case 3:
      status = descrape_site_numbers_arrow(array, schema, is_flagged * DESCRAPE_URLS, out, kind, &message);
      break;
    case 4:
      status = descrape_site_lines_arrow(array, schema, site_array, site_schema, 1 + limit, out, kind, &message);
      break;
    case 5:
      status = descrape_clean_sites_arrow(cleaner, array, schema, site_array, site_schema, &known.array, &known.schema,
                                          flags, out, kind, &message);
      break;
    default:
      // Pairs that may be right by chance, and are wrong mostly.
      for (int64_t i = 0; i < count; i++) {
        values[i] = below(9) ? i : hostile_number();
        sites[i] = below(9) ? (i > 0 ? (int64_t)below((uint64_t)i) : 0) : (int64_t)number();
      }
      known.numbers.offset = site_array->offset = count > 1;
      known.numbers.length = site_array->length = count - 1;
      status = descrape_settle_copies_arrow(array, schema, &known.numbers, &known.number_schema, site_array,
                                            site_schema, 500 + limit, out, kind, &message);
  }
  CHECK(!must_fail || status != DESCRAPE_OK);
  CHECK((status == DESCRAPE_OK) == (message == NULL));
  if (status == DESCRAPE_OK) free_result(&made);
  descrape_free(message);
  return status != DESCRAPE_OK;
}

/// Makes an array of random texts and nulls, and says how many there are.
static int64_t make_random_texts(texts *given) {
  static const char *const formats[] = {"u", "U", "vu"};
  char room[COUNT][LONGEST + 40];
  const char *values[COUNT];
  int64_t count = 1 + (int64_t)below(COUNT);
  for (int64_t i = 0; i < count; i++) {
    random_text(room[i]);
    values[i] = below(5) == 0 ? NULL : room[i];
  }
  make_texts(given, formats[below(3)], values, count);
  return count;
}

static void test_hostile_corpus(descrape_cleaner *cleaner, long rounds) {
  long refused = 0;
  for (long round = 0; round < rounds; round++) {
    state = (uint64_t)round * 0x9E6C63D0876A9A35u + 11;
    texts given;
    int64_t count = make_random_texts(&given);
    refused += corpus_round(cleaner, &given, count);
    given.array.release(&given.array);
    given.schema.release(&given.schema);
  }
  CHECK(refused > rounds / 8 && refused < rounds);
  CHECK(arrays_alive == 0 && schemas_alive == 0);
}

void test_hostile(descrape_cleaner *cleaner, long rounds) {
  test_hostile_corpus(cleaner, rounds);
  long refused = 0;
  for (long round = 0; round < rounds; round++) {
    state = (uint64_t)round * 0x2545F4914F6CDD1Du + 7;
    texts given;
    int64_t count = make_random_texts(&given);
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
