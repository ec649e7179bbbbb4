/// What passes over a corpus need: sites, lines, fingerprints, sketches.
#include "corpus.h"

enum { COUNT = 7 };

#define FOOT "Seven elephants walk over the plain\nNine herons stand beside the river\nTwo owls wait in the old barn\n"
#define BODY "The article is long enough to be a paragraph, and says what no other page of this site says at all: "

static const char *const pages[COUNT] = {BODY "one.\n" FOOT, BODY "two.\n" FOOT, NULL, "", " \n\t\n", FOOT, "x"};
static const char *const names[COUNT] = {"a.org", "a.org", "a.org", "a.org", "a.org", "", NULL};
static const char *const urls[COUNT] = {
    "https://www.A.org:80/x?y", "//a.org/", "http://u@a.org.", "a.org", "", "ftp://", NULL};

static void give(texts *given) {
  given->array.release(&given->array);
  given->schema.release(&given->schema);
}

void free_result(result *made) {
  made->array.release(&made->array);
  made->schema.release(&made->schema);
}

static int is_null(const struct ArrowArray *array, int64_t place) {
  const uint8_t *validity = array->buffers[0];
  return validity != NULL && (validity[place / 8] >> place % 8 & 1) == 0;
}

static int64_t number_at(const struct ArrowArray *array, int64_t place) {
  return ((const int64_t *)array->buffers[1])[place];
}

static result numbers_of(const char *format, const char *const *values, uint32_t flags) {
  texts given;
  result made;
  make_texts(&given, format, values, COUNT);
  CHECK(descrape_site_numbers_arrow(&given.array, &given.schema, flags, &made.array, &made.schema, NULL) ==
        DESCRAPE_OK);
  give(&given);
  CHECK(strcmp(made.schema.format, "l") == 0 && made.array.length == COUNT);
  return made;
}

static void test_sites(const char *format) {
  result by_name = numbers_of(format, names, 0), by_url = numbers_of(format, urls, DESCRAPE_URLS);
  for (int i = 0; i < COUNT; i++) {
    CHECK(is_null(&by_name.array, i) == (i >= 5) && is_null(&by_url.array, i) == (i >= 3));
    if (i < 3) CHECK(number_at(&by_name.array, i) == number_at(&by_url.array, i));
  }
  CHECK(by_name.array.null_count == 2 && by_url.array.null_count == 4);
  free_result(&by_name);
  free_result(&by_url);
}

/// The lines of the first page are known; they go from it and from the second one.
static void test_lines(descrape_cleaner *cleaner, const char *format) {
  result sites = numbers_of(format, names, 0), lines, clean;
  texts given;
  make_texts(&given, format, pages, COUNT);
  char *message;
  CHECK(descrape_site_lines_arrow(&given.array, &given.schema, &sites.array, &sites.schema, 1000, &lines.array,
                                  &lines.schema, &message) == DESCRAPE_OK);
  CHECK(strcmp(lines.schema.children[0]->name, "document") == 0 && strcmp(lines.schema.children[1]->format, "+l") == 0);
  const struct ArrowArray *documents = lines.array.children[0], *keys = lines.array.children[1];
  const int32_t *offsets = keys->buffers[1];
  for (int i = 0; i < COUNT; i++) {
    CHECK(is_null(documents, i) == (i >= 2) && offsets[i + 1] - offsets[i] == (i < 2 ? 4 : 0));
    // The lower half of the site's number lies above what tells documents apart.
    if (i < 2) CHECK((uint64_t)number_at(documents, i) >> 32 == (uint32_t)number_at(&sites.array, i));
  }
  CHECK(number_at(documents, 0) != number_at(documents, 1));
  int same = 0;
  for (int i = 0; i < 4; i++) {
    for (int j = 4; j < 8; j++) same += number_at(keys->children[0], i) == number_at(keys->children[0], j);
  }
  CHECK(same == 3);
  // All lines of the first page, for each text.
  int32_t ends[COUNT + 1] = {0};
  int64_t known[4 * COUNT];
  for (int i = 0; i < COUNT; i++) {
    for (int j = 0; j < 4; j++) known[i * 4 + j] = number_at(keys->children[0], j);
    ends[i + 1] = (i + 1) * 4;
  }
  lists given_lists;
  make_lists(&given_lists, known, 4 * COUNT, ends, COUNT);
  CHECK(descrape_clean_sites_arrow(cleaner, &given.array, &given.schema, &sites.array, &sites.schema,
                                   &given_lists.array, &given_lists.schema, 0, &clean.array, &clean.schema,
                                   NULL) == DESCRAPE_OK);
  CHECK(is_text(&clean.array, format, 1, BODY "two.\n") && is_text(&clean.array, format, 2, NULL));
  // Nothing would be left, or the site is not known.
  CHECK(is_text(&clean.array, format, 0, pages[0]) && is_text(&clean.array, format, 5, FOOT));
  free_result(&clean);
  // A number less.
  given_lists.array.length = sites.array.length = COUNT - 1;
  CHECK(descrape_site_lines_arrow(&given.array, &given.schema, &sites.array, &sites.schema, 1000, &clean.array,
                                  &clean.schema, &message) == DESCRAPE_ERROR_ARROW);
  descrape_free(message);
  CHECK(descrape_clean_sites_arrow(cleaner, &given.array, &given.schema, &sites.array, &sites.schema,
                                   &given_lists.array, &given_lists.schema, 0, &clean.array, &clean.schema,
                                   NULL) == DESCRAPE_ERROR_ARROW);
  sites.array.length = COUNT;
  CHECK(descrape_site_lines_arrow(&given.array, &given.schema, &sites.array, &sites.schema, 4097, &clean.array,
                                  &clean.schema, NULL) == DESCRAPE_ERROR_ARGUMENT);
  free_result(&lines);
  free_result(&sites);
  give(&given);
}

static void test_copies(const char *format) {
  char one[2000] = "", other[2000] = "";
  for (int i = 0; i < 40; i++) sprintf(one + strlen(one), "Sentence %d is number %d of them. ", i, i * 7919);
  strcpy(other, one);
  strcpy(other + strlen(other) - 40, "and here is another end of the same text.");
  const char *const values[COUNT] = {one, other, NULL, "", "!?", one, "short"};
  texts given;
  result facts, bands, alike;
  make_texts(&given, format, values, COUNT);
  CHECK(descrape_copy_facts_arrow(&given.array, &given.schema, 0, &facts.array, &facts.schema, NULL) == DESCRAPE_OK);
  CHECK(facts.array.n_children == 3 && facts.schema.n_children == 3);
  free_result(&facts);
  CHECK(descrape_copy_facts_arrow(&given.array, &given.schema, DESCRAPE_SKETCH, &facts.array, &facts.schema, NULL) ==
        DESCRAPE_OK);
  give(&given);
  struct ArrowArray **columns = facts.array.children;
  for (int i = 0; i < COUNT; i++) {
    for (int j = 0; j < 4; j++) CHECK(is_null(columns[j], i) == (i >= 2 && i <= 4));
    if (values[i] == NULL || is_null(columns[0], i)) continue;
    CHECK(number_at(columns[0], i) == (int64_t)strlen(values[i]));
    for (int j = 1; j < 3; j++) CHECK((number_at(columns[j], i) == number_at(columns[j], 0)) == (i == 0 || i == 5));
  }
  struct ArrowArray *sketches = columns[3];
  struct ArrowSchema *kind = facts.schema.children[3];
  CHECK(strcmp(kind->format, "z") == 0);
  CHECK(descrape_sketch_bands_arrow(sketches, kind, 800, &bands.array, &bands.schema, NULL) == DESCRAPE_OK);
  const int32_t *offsets = bands.array.buffers[1];
  int count = offsets[1], same = 0;
  CHECK(count > 16 && offsets[2] == 2 * count && offsets[5] == 2 * count && offsets[6] == 3 * count);
  CHECK(offsets[7] == offsets[6]);
  for (int i = 0; i < count; i++) {
    int64_t band = number_at(bands.array.children[0], i);
    CHECK(band == number_at(bands.array.children[0], 2 * count + i));
    same += band == number_at(bands.array.children[0], count + i);
  }
  CHECK(same > 0 && same < count);
  CHECK(descrape_sketch_bands_arrow(sketches, kind, 499, &alike.array, &alike.schema, NULL) == DESCRAPE_ERROR_ARGUMENT);
  // Each with the one behind it.
  struct ArrowArray behind = *sketches, before = *sketches;
  behind.offset = 1;
  behind.length = before.length = COUNT - 1;
  CHECK(descrape_sketch_similarities_arrow(&before, kind, &behind, kind, &alike.array, &alike.schema, NULL) ==
        DESCRAPE_OK);
  CHECK(number_at(&alike.array, 0) > 850 && number_at(&alike.array, 0) < 1000 && number_at(&alike.array, 5) == 0);
  for (int i = 1; i < 5; i++) CHECK(is_null(&alike.array, i));
  free_result(&alike);
  CHECK(descrape_sketch_similarities_arrow(sketches, kind, sketches, kind, &alike.array, &alike.schema, NULL) ==
        DESCRAPE_OK);
  CHECK(number_at(&alike.array, 0) == 1000 && number_at(&alike.array, 5) == 1000);
  free_result(&alike);
  CHECK(descrape_sketch_similarities_arrow(sketches, kind, &behind, kind, &alike.array, &alike.schema, NULL) ==
        DESCRAPE_ERROR_ARROW);
  free_result(&bands);
  free_result(&facts);
}

/// Of four texts the second is like the first, the third like the second alone, and the fourth like the third alone.
static void test_settling(void) {
  char sketches[4 * 256];
  for (int i = 0; i < 4; i++) {
    for (int j = 0; j < 256; j++) sketches[i * 256 + j] = (char)(1 + (j * 7 + (j >= i * 32 ? 0 : 100)) % 250);
  }
  int32_t ends[] = {0, 256, 512, 768, 1024};
  const void *buffers[] = {NULL, ends, sketches};
  lists later, earlier;
  const int64_t laters[] = {1, 2, 2, 3}, earliers[] = {0, 0, 1, 2};
  make_lists(&later, laters, 4, ends, 0);
  make_lists(&earlier, earliers, 4, ends, 0);
  struct ArrowArray array = later.numbers;
  struct ArrowSchema schema = later.number_schema;
  array.n_buffers = 3;
  array.buffers = buffers;
  schema.format = "z";
  result made;
  char *message;
#define SETTLE(similarity) descrape_settle_copies_arrow(&array, &schema, &later.numbers, &later.number_schema, \
  &earlier.numbers, &earlier.number_schema, similarity, &made.array, &made.schema, &message)
  CHECK(SETTLE(800) == DESCRAPE_OK);
  const int64_t kept[] = {0, 0, 2, 2};
  CHECK(memcmp(made.array.children[0]->buffers[1], kept, sizeof kept) == 0);
  CHECK(number_at(made.array.children[1], 1) > 850 && number_at(made.array.children[1], 2) == 1000);
  free_result(&made);
  CHECK(SETTLE(499) == DESCRAPE_ERROR_ARGUMENT);
  descrape_free(message);
  // A document that is not there, one with itself, and pairs in another order.
  const int64_t wrong[][4] = {{1, 2, 2, 4}, {1, 2, 2, 2}, {2, 1, 2, 3}, {-1, 2, 2, 3}};
  for (int i = 0; i < 4; i++) {
    later.number_buffers[1] = wrong[i];
    CHECK(SETTLE(800) == DESCRAPE_ERROR_ARROW && message != NULL);
    descrape_free(message);
  }
}

void test_corpus(descrape_cleaner *cleaner) {
  static const char *const formats[] = {"u", "U", "vu"};
  for (int f = 0; f < 3; f++) {
    test_sites(formats[f]);
    test_lines(cleaner, formats[f]);
    test_copies(formats[f]);
  }
  test_settling();
  CHECK(arrays_alive == 0 && schemas_alive == 0);
  result made;
  CHECK(descrape_site_numbers_arrow(NULL, NULL, 0, &made.array, &made.schema, NULL) == DESCRAPE_ERROR_ARGUMENT);
  CHECK(descrape_site_lines_arrow(NULL, NULL, NULL, NULL, 9, NULL, NULL, NULL) == DESCRAPE_ERROR_ARGUMENT);
  CHECK(descrape_clean_sites_arrow(cleaner, NULL, NULL, NULL, NULL, NULL, NULL, 0, &made.array, &made.schema, NULL) ==
        DESCRAPE_ERROR_ARGUMENT);
  CHECK(descrape_copy_facts_arrow(NULL, NULL, 16, &made.array, &made.schema, NULL) == DESCRAPE_ERROR_ARGUMENT);
  CHECK(descrape_sketch_bands_arrow(NULL, NULL, 800, &made.array, &made.schema, NULL) == DESCRAPE_ERROR_ARGUMENT);
  CHECK(descrape_sketch_similarities_arrow(NULL, NULL, NULL, NULL, &made.array, &made.schema, NULL) ==
        DESCRAPE_ERROR_ARGUMENT);
}
