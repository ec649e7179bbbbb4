/// Uses the library as a program in C does: with its header and nothing else.
///
///     program            passes the tests
///     program hostile N  tries N arrays with hostile contents
///     program clean      cleans documents from standard input: 4 bytes of length, then the text, and so it writes them
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

static descrape_cleaner *make(const char *profile, const char *target, const char *toml) {
  descrape_cleaner *cleaner = NULL;
  char *message = NULL;
  int32_t status = descrape_cleaner_new(profile, target, toml, &cleaner, &message);
  if (status != DESCRAPE_OK) fprintf(stderr, "%s\n", message);
  CHECK(status == DESCRAPE_OK && cleaner != NULL && message == NULL);
  return cleaner;
}

/// Whether creation is refused with a message that has `words`.
static int is_refused(const char *profile, const char *target, const char *toml, const char *words) {
  descrape_cleaner *cleaner = NULL;
  char *message = NULL;
  int32_t status = descrape_cleaner_new(profile, target, toml, &cleaner, &message);
  int is_so = status == DESCRAPE_ERROR_CONFIGURATION && cleaner == NULL && strstr(message, words) != NULL;
  if (!is_so) fprintf(stderr, "status %d, message %s\n", status, message == NULL ? "none" : message);
  descrape_free(message);
  return is_so;
}

static void test_creation(void) {
  CHECK(descrape_abi_version() == DESCRAPE_ABI_VERSION);
  CHECK(strncmp(descrape_version(), "descrape ", 9) == 0);
  CHECK(is_refused("standart", NULL, NULL, "did you mean \"standard\""));
  CHECK(is_refused(NULL, "hanz", NULL, "hans"));
  CHECK(is_refused(NULL, NULL, "profle = 'lossless'", "did you mean \"profile\""));
  CHECK(is_refused(NULL, NULL, "profile = ", "TOML"));
  CHECK(is_refused(NULL, NULL, "profile = 3", "text in quotes"));
  CHECK(is_refused(NULL, NULL, "set = ['gloss.nothing=1']", "nothing"));
  CHECK(descrape_cleaner_new(NULL, NULL, NULL, NULL, NULL) == DESCRAPE_ERROR_ARGUMENT);
  descrape_cleaner *cleaner = make(NULL, NULL, "profile = 'lossless'\nskip = ['entities']");
  CHECK(strstr(descrape_cleaner_describe(cleaner), "\"profile\":\"lossless\"") != NULL);
  CHECK(strstr(descrape_cleaner_describe(cleaner), "entities") == NULL);
  descrape_cleaner_free(cleaner);
  cleaner = make("standard", NULL, "profile = 'lossless'");
  CHECK(strstr(descrape_cleaner_describe(cleaner), "\"profile\":\"standard\"") != NULL);
  descrape_cleaner_free(cleaner);
  descrape_cleaner_free(NULL);
  CHECK(descrape_cleaner_describe(NULL) == NULL);
}

static void test_one_text(descrape_cleaner *cleaner) {
  descrape_text text;
  CHECK(descrape_clean(cleaner, RAW, strlen(RAW), DESCRAPE_JOURNAL, &text, NULL) == DESCRAPE_OK);
  CHECK(text.changed == 1 && text.length == strlen(CLEAN) && strcmp(text.data, CLEAN) == 0);
  CHECK(text.edits >= 4 && text.bad_sequences == 0 && strlen(text.journal) == text.journal_length);
  char *raw;
  size_t length;
  CHECK(descrape_restore(text.data, text.length, text.journal, text.journal_length, &raw, &length, NULL) == DESCRAPE_OK);
  CHECK(length == strlen(RAW) && memcmp(raw, RAW, length) == 0);
  descrape_free(raw);
  // Neither another text nor a damaged journal.
  char *message;
  CHECK(descrape_restore(PLAIN, strlen(PLAIN), text.journal, text.journal_length, &raw, &length, &message) ==
        DESCRAPE_ERROR_JOURNAL);
  descrape_free(message);
  for (size_t cut = 0; cut < text.journal_length; cut++) {
    CHECK(descrape_restore(text.data, text.length, text.journal, cut, &raw, &length, NULL) == DESCRAPE_ERROR_JOURNAL);
  }
  descrape_text_free(&text);
  CHECK(text.data == NULL && text.journal == NULL);
  descrape_text_free(&text);
  descrape_text_free(NULL);

  CHECK(descrape_clean(cleaner, PLAIN, strlen(PLAIN), DESCRAPE_JOURNAL, &text, NULL) == DESCRAPE_OK);
  CHECK(text.changed == 0 && text.data == NULL && text.journal == NULL && text.edits == 0);
  CHECK(descrape_clean(cleaner, NULL, 0, 0, &text, NULL) == DESCRAPE_OK && text.changed == 0);

  // What is not UTF-8, and back.
  const char bad[] = "caf\xE9 \xFF\xFE&amp;\0tail";
  CHECK(descrape_clean(cleaner, bad, sizeof bad - 1, DESCRAPE_JOURNAL, &text, NULL) == DESCRAPE_OK);
  CHECK(text.changed == 1 && text.bad_sequences == 3 && strncmp(text.data, "caf\xEF\xBF\xBD ", 7) == 0);
  CHECK(descrape_restore(text.data, text.length, text.journal, text.journal_length, &raw, &length, NULL) == DESCRAPE_OK);
  CHECK(length == sizeof bad - 1 && memcmp(raw, bad, length) == 0);
  descrape_free(raw);
  descrape_text_free(&text);
}

static void test_arguments(descrape_cleaner *cleaner) {
  descrape_text text;
  descrape_batch *batch;
  char *json, *message;
  size_t length;
  const char *const texts[] = {RAW, NULL};
  size_t lengths[] = {3, 7};
  CHECK(descrape_clean(NULL, RAW, 1, 0, &text, &message) == DESCRAPE_ERROR_ARGUMENT && message != NULL);
  descrape_free(message);
  CHECK(descrape_clean(cleaner, NULL, 1, 0, &text, NULL) == DESCRAPE_ERROR_ARGUMENT);
  CHECK(descrape_clean(cleaner, RAW, SIZE_MAX, 0, &text, NULL) == DESCRAPE_ERROR_ARGUMENT);
  CHECK(descrape_clean(cleaner, RAW, 1, 64, &text, NULL) == DESCRAPE_ERROR_ARGUMENT);
  CHECK(descrape_clean(cleaner, RAW, 1, 0, NULL, NULL) == DESCRAPE_ERROR_ARGUMENT);
  CHECK(descrape_clean_batch(cleaner, 2, texts, lengths, 0, &batch, NULL) == DESCRAPE_ERROR_ARGUMENT);
  CHECK(descrape_clean_batch(cleaner, SIZE_MAX, texts, lengths, 0, &batch, NULL) == DESCRAPE_ERROR_ARGUMENT);
  CHECK(descrape_clean_batch(cleaner, SIZE_MAX / 16, texts, lengths, 0, &batch, NULL) == DESCRAPE_ERROR_ARGUMENT);
  CHECK(descrape_clean_batch(cleaner, 1, NULL, lengths, 0, &batch, NULL) == DESCRAPE_ERROR_ARGUMENT);
  CHECK(descrape_explain(cleaner, RAW, 3, NULL, &length, NULL) == DESCRAPE_ERROR_ARGUMENT);
  CHECK(descrape_survey(NULL, RAW, 3, &json, &length, NULL) == DESCRAPE_ERROR_ARGUMENT);
  CHECK(descrape_restore(RAW, 3, NULL, 2, &json, &length, NULL) == DESCRAPE_ERROR_ARGUMENT);
  CHECK(descrape_clean_arrow(cleaner, NULL, NULL, 0, NULL, NULL, NULL) == DESCRAPE_ERROR_ARGUMENT);
  CHECK(descrape_clean_arrow_stream(cleaner, NULL, 0, NULL, NULL) == DESCRAPE_ERROR_ARGUMENT);
  descrape_free(NULL);
  descrape_batch_free(NULL);
}

static void test_batches(descrape_cleaner *cleaner) {
  const char *const texts[] = {PLAIN, RAW, NULL, "&#39;", "\xFF"};
  size_t lengths[] = {strlen(PLAIN), strlen(RAW), 0, 5, 1};
  descrape_batch *batch;
  CHECK(descrape_clean_batch(cleaner, 5, texts, lengths, DESCRAPE_JOURNAL, &batch, NULL) == DESCRAPE_OK);
  const uint8_t changed[] = {0, 1, 0, 1, 1};
  CHECK(batch->count == 5 && memcmp(batch->changed, changed, 5) == 0 && batch->offsets[0] == 0);
  CHECK(batch->offsets[1] == 0 && batch->offsets[2] == strlen(CLEAN) && batch->offsets[3] == strlen(CLEAN));
  CHECK(memcmp(batch->data, CLEAN "'\xEF\xBF\xBD", strlen(CLEAN) + 4) == 0 && batch->offsets[5] == strlen(CLEAN) + 4);
  CHECK(batch->edits[0] == 0 && batch->edits[1] >= 4 && batch->edits[4] == 1);
  CHECK(batch->journal_offsets[1] == 0 && batch->journal_offsets[2] > 0 && batch->journals[0] == '{');
  descrape_batch_free(batch);
  CHECK(descrape_clean_batch(cleaner, 0, NULL, NULL, 0, &batch, NULL) == DESCRAPE_OK);
  CHECK(batch->count == 0 && batch->offsets[0] == 0 && batch->journals == NULL);
  descrape_batch_free(batch);
}

static void test_evidence(descrape_cleaner *cleaner) {
  char *json;
  size_t length;
  CHECK(descrape_explain(cleaner, RAW, strlen(RAW), &json, &length, NULL) == DESCRAPE_OK && strlen(json) == length);
  CHECK(strstr(json, "\"stage\": \"entities\"") != NULL && strstr(json, "\"confidence\": ") != NULL);
  descrape_free(json);
  CHECK(descrape_survey(cleaner, RAW, strlen(RAW), &json, &length, NULL) == DESCRAPE_OK && strlen(json) == length);
  CHECK(strstr(json, "\"han\": 4") != NULL && strstr(json, "\"looks-like-code\": false") != NULL);
  descrape_free(json);
}

static void *work(void *cleaner) {
  for (int i = 0; i < 1000; i++) {
    descrape_text text;
    CHECK(descrape_clean(cleaner, RAW, strlen(RAW), i % 2 ? DESCRAPE_JOURNAL : 0, &text, NULL) == DESCRAPE_OK);
    CHECK(strcmp(text.data, CLEAN) == 0);
    descrape_text_free(&text);
  }
  return NULL;
}

static void test_threads_and_forks(descrape_cleaner *cleaner) {
  pthread_t threads[4];
  for (int i = 0; i < 4; i++) CHECK(pthread_create(&threads[i], NULL, work, cleaner) == 0);
  // Children of a process whose other threads are at work.
  for (int i = 0; i < 8; i++) {
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
      work(cleaner);
      descrape_cleaner *own = make(NULL, NULL, NULL);
      work(own);
      _exit(0);
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
  }
  for (int i = 0; i < 4; i++) CHECK(pthread_join(threads[i], NULL) == 0);
}

static void clean_input(descrape_cleaner *cleaner) {
  uint32_t length;
  while (fread(&length, 4, 1, stdin) == 1) {
    char *raw = malloc(length + 1);
    CHECK(raw != NULL && fread(raw, 1, length, stdin) == length);
    descrape_text text;
    CHECK(descrape_clean(cleaner, raw, length, 0, &text, NULL) == DESCRAPE_OK);
    uint32_t size = text.changed ? (uint32_t)text.length : length;
    CHECK(fwrite(&size, 4, 1, stdout) == 1 && fwrite(text.changed ? text.data : raw, 1, size, stdout) == size);
    descrape_text_free(&text);
    free(raw);
  }
  CHECK(fflush(stdout) == 0);
}

int main(int count, char **arguments) {
  descrape_cleaner *cleaner = make(NULL, NULL, NULL);
  if (count == 3 && strcmp(arguments[1], "hostile") == 0) {
    test_hostile(cleaner, atol(arguments[2]));
  } else if (count == 2 && strcmp(arguments[1], "clean") == 0) {
    clean_input(cleaner);
  } else {
    test_creation();
    test_one_text(cleaner);
    test_arguments(cleaner);
    test_batches(cleaner);
    test_evidence(cleaner);
    test_arrow(cleaner);
    test_streams(cleaner);
    test_corpus(cleaner);
    test_threads_and_forks(cleaner);
    test_hostile(cleaner, 100000);
  }
  descrape_cleaner_free(cleaner);
  return 0;
}
