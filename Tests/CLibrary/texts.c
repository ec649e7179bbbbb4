/// Arrays of texts as the Arrow C Data Interface has them, made and read by hand.
#include "corpus.h"

int arrays_alive = 0;
int schemas_alive = 0;

static void release_array(struct ArrowArray *array) {
  texts *made = array->private_data;
  for (int i = 0; i < 4; i++) free(made->blocks[i]);
  array->release = NULL;
  arrays_alive--;
}

static void release_schema(struct ArrowSchema *schema) {
  schema->release = NULL;
  schemas_alive--;
}

static size_t length_of(const char *text) { return text == NULL ? 0 : strlen(text); }

void make_texts(texts *made, const char *format, const char *const *values, int64_t count) {
  memset(made, 0, sizeof *made);
  size_t total = 0;
  for (int64_t i = 0; i < count; i++) total += length_of(values[i]);
  size_t n = (size_t)count;
  uint8_t *validity = made->blocks[0] = calloc(n / 8 + 1, 1);
  char *index = made->blocks[1] = calloc(n + 1, 16);
  char *data = made->blocks[2] = malloc(total + 1);
  int is_view = strcmp(format, "vu") == 0, width = format[0] == 'u' ? 4 : 8;
  int64_t end = 0, nulls = 0;
  for (int64_t i = 0; i < count; i++) {
    int32_t length = (int32_t)length_of(values[i]);
    if (values[i] == NULL) nulls++; else validity[i / 8] |= (uint8_t)(1 << i % 8);
    memcpy(data + end, values[i] == NULL ? "" : values[i], (size_t)length);
    if (is_view) {
      int32_t place = (int32_t)end;
      memcpy(index + i * 16, &length, 4);
      memcpy(index + i * 16 + 4, data + end, (size_t)(length > 12 ? 4 : length));
      if (length > 12) memcpy(index + i * 16 + 12, &place, 4);
    }
    end += length;
    if (!is_view) memcpy(index + (i + 1) * width, &end, (size_t)width);
  }
  made->sizes[0] = end;
  made->buffers[0] = validity;
  made->buffers[1] = index;
  made->buffers[2] = data;
  made->buffers[3] = made->sizes;
  strcpy(made->format, format);
  made->array = (struct ArrowArray){count, nulls, 0, is_view ? 4 : 3, 0, made->buffers, NULL, NULL, release_array, made};
  made->schema = (struct ArrowSchema){made->format, "", NULL, ARROW_FLAG_NULLABLE, 0, NULL, NULL, release_schema, made};
  arrays_alive++;
  schemas_alive++;
}

int is_text(const struct ArrowArray *array, const char *format, int64_t place, const char *value) {
  place += array->offset;
  const uint8_t *validity = array->buffers[0];
  int is_null = validity != NULL && (validity[place / 8] >> place % 8 & 1) == 0;
  if (is_null || value == NULL) return is_null && value == NULL;
  const char *index = array->buffers[1], *start;
  int64_t from = 0, to = 0;
  if (strcmp(format, "vu") == 0) {
    int32_t view[4];
    memcpy(view, index + place * 16, 16);
    CHECK(view[0] <= 12 || view[2] < array->n_buffers - 3);
    start = view[0] <= 12 ? index + place * 16 + 4 : (const char *)array->buffers[2 + view[2]] + view[3];
    to = view[0];
  } else {
    int width = format[0] == 'u' ? 4 : 8;
    memcpy(&from, index + place * width, (size_t)width);
    memcpy(&to, index + (place + 1) * width, (size_t)width);
    start = (const char *)array->buffers[2] + from;
  }
  return to - from == (int64_t)strlen(value) && memcmp(start, value, strlen(value)) == 0;
}

static void keep_array(struct ArrowArray *array) { array->release = NULL; }
static void keep_schema(struct ArrowSchema *schema) { schema->release = NULL; }

void make_lists(lists *made, const int64_t *values, int64_t value_count, const int32_t *offsets, int64_t count) {
  memset(made, 0, sizeof *made);
  made->number_buffers[1] = values;
  made->buffers[1] = offsets;
  made->children[0] = &made->numbers;
  made->schema_children[0] = &made->number_schema;
  made->numbers = (struct ArrowArray){value_count, 0, 0, 2, 0, made->number_buffers, NULL, NULL, keep_array, NULL};
  made->array = (struct ArrowArray){count, 0, 0, 2, 1, made->buffers, made->children, NULL, keep_array, NULL};
  made->number_schema = (struct ArrowSchema){"l", "item", NULL, 0, 0, NULL, NULL, keep_schema, NULL};
  made->schema = (struct ArrowSchema){"+l", "", NULL, 0, 1, made->schema_children, NULL, keep_schema, NULL};
}
