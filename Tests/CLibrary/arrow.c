/// Arrow arrays and streams through the library.
#include "check.h"

#include <errno.h>

static const char *const formats[] = {"u", "U", "vu"};
static const char *const values[] = {RAW, NULL, PLAIN, "", "a&amp;b", NULL, RAW RAW, "\xE4\xB8\xAD", "ok"};
static const char *const expected[] = {CLEAN, NULL, PLAIN, "", "a&b", NULL, CLEAN CLEAN, "\xE4\xB8\xAD", "ok"};
enum { COUNT = 9 };

static void check_array(descrape_cleaner *cleaner, const char *format, int64_t offset, int64_t count, uint32_t flags) {
  texts given;
  make_texts(&given, format, values, COUNT);
  given.array.offset = offset;
  given.array.length = count;
  given.array.null_count = -1;
  struct ArrowArray array;
  struct ArrowSchema schema;
  char *message = "untouched";
  CHECK(descrape_clean_arrow(cleaner, &given.array, &given.schema, flags, &array, &schema, &message) == DESCRAPE_OK);
  CHECK(message == NULL);
  // The results stand alone.
  given.array.release(&given.array);
  given.schema.release(&given.schema);
  CHECK(array.length == count && array.release != NULL && schema.release != NULL);
  struct ArrowArray *text = &array;
  if (flags != 0) {
    CHECK(strcmp(schema.format, "+s") == 0);
    CHECK(array.n_children == (flags & DESCRAPE_JOURNAL ? 3 : 2) && schema.n_children == array.n_children);
    CHECK(strcmp(schema.children[0]->name, "text") == 0 && strcmp(schema.children[1]->name, "edits") == 0);
    CHECK(strcmp(schema.children[1]->format, "l") == 0);
    text = array.children[0];
    const int64_t *edits = array.children[1]->buffers[1];
    for (int64_t i = 0; i < count; i++) {
      const char *raw = values[offset + i], *clean = expected[offset + i];
      CHECK((edits[i] > 0) == (raw != NULL && strcmp(raw, clean) != 0));
    }
  } else {
    CHECK(strcmp(schema.format, format) == 0);
  }
  int64_t nulls = 0;
  for (int64_t i = 0; i < count; i++) {
    CHECK(is_text(text, format, i, expected[offset + i]));
    if (expected[offset + i] == NULL) nulls++;
  }
  CHECK(text->null_count == nulls);
  if (flags & DESCRAPE_JOURNAL) {
    CHECK(array.children[2]->length == count);
    // A child that was moved out lives on by itself.
    struct ArrowArray moved = *array.children[0];
    array.children[0]->release = NULL;
    array.release(&array);
    if (count > 0) CHECK(is_text(&moved, format, 0, expected[offset]));
    moved.release(&moved);
  } else {
    array.release(&array);
  }
  CHECK(array.release == NULL);
  schema.release(&schema);
}

void test_arrow(descrape_cleaner *cleaner) {
  for (int f = 0; f < 3; f++) {
    for (int64_t offset = 0; offset <= COUNT; offset++) {
      for (int64_t count = 0; count <= COUNT - offset; count++) {
        check_array(cleaner, formats[f], offset, count, 0);
        check_array(cleaner, formats[f], offset, count, DESCRAPE_STRUCT);
        check_array(cleaner, formats[f], offset, count, DESCRAPE_STRUCT | DESCRAPE_JOURNAL);
      }
    }
  }
  CHECK(arrays_alive == 0 && schemas_alive == 0);
}

/// A stream of three arrays; it fails at `fails_at`.
typedef struct source {
  const char *format;
  int next, fails_at, is_released;
  texts schema, made[3];
} source;

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
  source *from = stream->private_data;
  make_texts(&from->schema, from->format, values, COUNT);
  from->schema.array.release(&from->schema.array);
  *out = from->schema.schema;
  return 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
  source *from = stream->private_data;
  if (from->next == from->fails_at) return EIO;
  if (from->next == 3) {
    out->release = NULL;
    return 0;
  }
  texts *made = &from->made[from->next++];
  make_texts(made, from->format, values, COUNT);
  made->schema.release(&made->schema);
  *out = made->array;
  return 0;
}

static const char *last_error(struct ArrowArrayStream *stream) {
  (void)stream;
  return "the disk is gone";
}

static void release_stream(struct ArrowArrayStream *stream) {
  ((source *)stream->private_data)->is_released++;
  stream->release = NULL;
}

static void check_stream(descrape_cleaner *cleaner, const char *format, int fails_at) {
  source from = {0};
  from.format = format;
  from.fails_at = fails_at;
  struct ArrowArrayStream stream = {get_schema, get_next, last_error, release_stream, &from}, result;
  CHECK(descrape_clean_arrow_stream(cleaner, &stream, 0, &result, NULL) == DESCRAPE_OK);
  CHECK(stream.release == NULL);
  struct ArrowSchema schema;
  CHECK(result.get_schema(&result, &schema) == 0 && strcmp(schema.format, format) == 0);
  schema.release(&schema);
  for (int i = 0; i < 4; i++) {
    struct ArrowArray array;
    int status = result.get_next(&result, &array);
    if (i == fails_at) {
      CHECK(status == EIO && strcmp(result.get_last_error(&result), "the disk is gone") == 0);
      break;
    }
    CHECK(status == 0 && (array.release == NULL) == (i == 3));
    if (i == 3) break;
    for (int64_t place = 0; place < COUNT; place++) CHECK(is_text(&array, format, place, expected[place]));
    array.release(&array);
  }
  CHECK(from.is_released == 0);
  result.release(&result);
  CHECK(from.is_released == 1 && result.release == NULL);
}

void test_streams(descrape_cleaner *cleaner) {
  for (int f = 0; f < 3; f++) {
    for (int fails_at = -1; fails_at < 3; fails_at++) check_stream(cleaner, formats[f], fails_at);
  }
  // A stream of something else stays the caller's.
  source from = {0};
  from.format = "i";
  struct ArrowArrayStream stream = {get_schema, get_next, last_error, release_stream, &from}, result;
  char *message;
  CHECK(descrape_clean_arrow_stream(cleaner, &stream, 0, &result, &message) == DESCRAPE_ERROR_ARROW);
  CHECK(strstr(message, "utf8") != NULL && stream.release != NULL);
  descrape_free(message);
  stream.release(&stream);
  CHECK(arrays_alive == 0 && schemas_alive == 0);
}
