/// Descrape from C: undoes what scraping did to text.
///
/// One cleaner may be used by any number of threads at once, and a process may fork after it has loaded the library. Texts
/// are UTF-8; what is not becomes U+FFFD, one for each ill-formed sequence, and is counted. No text and no content of an Arrow
/// array ends the process. What a pointer points at must be there, and live through the call; a cleaner that was freed is
/// not to be used. A function with a status writes its results only where it returns DESCRAPE_OK.
///
///     descrape_cleaner *cleaner = NULL;
///     char *message = NULL;
///     if (descrape_cleaner_new("standard", NULL, NULL, &cleaner, &message) != DESCRAPE_OK) {
///       fprintf(stderr, "%s\n", message);
///       descrape_free(message);
///       return 1;
///     }
///     descrape_text clean;
///     if (descrape_clean(cleaner, text, length, 0, &clean, NULL) == DESCRAPE_OK) {
///       if (clean.changed) fwrite(clean.data, 1, clean.length, stdout);
///       else fwrite(text, 1, length, stdout);
///       descrape_text_free(&clean);
///     }
///     descrape_cleaner_free(cleaner);
///
/// Functions and fields are only ever added, the latter in structures of other names. What would break a caller raises the
/// number below.
#ifndef DESCRAPE_H
#define DESCRAPE_H

#include <stddef.h>
#include <stdint.h>

#define DESCRAPE_ABI_VERSION 1

#ifdef __cplusplus
extern "C" {
#endif

/// What a function returns.
enum {
  DESCRAPE_OK = 0,
  /// An argument cannot be: a null pointer, a length beyond memory, an unknown flag.
  DESCRAPE_ERROR_ARGUMENT = 1,
  /// The profile, the target or the settings are wrong; the message says what would be right.
  DESCRAPE_ERROR_CONFIGURATION = 2,
  /// The journal is none, or does not belong to the text.
  DESCRAPE_ERROR_JOURNAL = 3,
  /// The Arrow array is damaged, or of a type that is not taken.
  DESCRAPE_ERROR_ARROW = 4
};

/// What is wanted beside the text; they are added up.
enum {
  /// A journal, which takes the text back to its raw bytes.
  DESCRAPE_JOURNAL = 1,
  /// From the functions for Arrow: structures of `text`, `edits`, and `journal` where it is wanted, instead of texts alone.
  DESCRAPE_STRUCT = 2,
  /// To `descrape_site_numbers_arrow`: the texts are URLs, and their hosts are the names.
  DESCRAPE_URLS = 4,
  /// From `descrape_copy_facts_arrow`: sketches as well.
  DESCRAPE_SKETCH = 8
};

/// The version of this interface that the library has: DESCRAPE_ABI_VERSION of the header that it was built with.
uint32_t descrape_abi_version(void);

/// All versions that outputs depend on, in one line. It lives as long as the library.
const char *descrape_version(void);

/// Gives back what a function allocated: messages, and what `explain`, `survey` and `restore` return. NULL is fine.
void descrape_free(void *memory);

/// A plan of cleaning, with the working memory of as many threads as use it at once.
typedef struct descrape_cleaner descrape_cleaner;

/// Makes a cleaner.
/// `profile`: lossless, standard or thorough. `target`: the script to convert to, such as hans or s2twp. `toml`: settings as in the
/// command's configuration file; the other two count more. Each may be NULL. All end in a zero byte.
/// `message` may be NULL; otherwise it is set to NULL, or in case of an error to a text that the caller gives to `descrape_free`. So it is
/// with every `message` below.
int32_t descrape_cleaner_new(const char *profile, const char *target, const char *toml, descrape_cleaner **cleaner,
                             char **message);

/// What a cleaner is, as a JSON object: versions, profile, the source of the script conversion, stages with their rules, and `note` where
/// something is less good than it could be. It lives as long as the cleaner.
const char *descrape_cleaner_describe(const descrape_cleaner *cleaner);

/// Frees a cleaner that no other call is using. NULL is fine.
void descrape_cleaner_free(descrape_cleaner *cleaner);

/// A text that was cleaned.
typedef struct descrape_text {
  /// The clean text and a zero byte behind it; NULL where the text is clean as it is.
  char *data;
  size_t length;
  /// The journal as a JSON object, and a zero byte; NULL where none was wanted, or nothing changed.
  char *journal;
  size_t journal_length;
  /// How many edits were made, replaced bytes that were not UTF-8 among them.
  uint64_t edits;
  /// How many sequences were not UTF-8.
  uint64_t bad_sequences;
  /// 1 where the clean text is another than the given one.
  uint32_t changed;
  uint32_t reserved;
} descrape_text;

/// Cleans one text. `text` may be NULL when `length` is 0; `flags` may be DESCRAPE_JOURNAL. Time and memory grow with the text.
int32_t descrape_clean(const descrape_cleaner *cleaner, const char *text, size_t length, uint32_t flags,
                       descrape_text *result, char **message);

/// Frees what a text holds, and empties it.
void descrape_text_free(descrape_text *text);

/// Many texts that were cleaned. Those that were clean as they are have no bytes here.
typedef struct descrape_batch {
  size_t count;
  /// The clean texts, one behind the other; text `i` goes from `offsets[i]` to `offsets[i + 1]`.
  const char *data;
  const uint64_t *offsets;
  /// 1 for each text that changed.
  const uint8_t *changed;
  /// How many edits were made in each.
  const uint64_t *edits;
  /// The journals in the same way; NULL where none was wanted.
  const char *journals;
  const uint64_t *journal_offsets;
} descrape_batch;

/// Cleans `count` texts, of which each is a document. `flags` may be DESCRAPE_JOURNAL.
int32_t descrape_clean_batch(const descrape_cleaner *cleaner, size_t count, const char *const *texts,
                             const size_t *lengths, uint32_t flags, descrape_batch **batch, char **message);

void descrape_batch_free(descrape_batch *batch);

/// Says what is changed in a text: an object with `edits`, each with its stage, rule, confidence in per cent, offset in bytes, line and
/// column in the raw text, what was removed and inserted, and why. The same as `descrape explain --format json`.
int32_t descrape_explain(const descrape_cleaner *cleaner, const char *text, size_t length, char **json,
                         size_t *json_length, char **message);

/// What decides about a text, as a JSON object: how much of which script, marks and glosses it has, and what it is taken for.
int32_t descrape_survey(const descrape_cleaner *cleaner, const char *text, size_t length, char **json,
                        size_t *json_length, char **message);

/// Takes a clean text back to its raw bytes, which need not be UTF-8.
int32_t descrape_restore(const char *text, size_t length, const char *journal, size_t journal_length, char **raw,
                         size_t *raw_length, char **message);

// The Arrow C Data Interface and C Stream Interface, as https://arrow.apache.org/docs/format/CDataInterface.html has them.
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
  int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
  const char *(*get_last_error)(struct ArrowArrayStream *);
  void (*release)(struct ArrowArrayStream *);
  void *private_data;
};

#endif

/// Cleans an array of texts: utf8, large_utf8 or utf8_view, with or without nulls, sliced or not. What comes out is of the same type, or
/// a structure (DESCRAPE_STRUCT, DESCRAPE_JOURNAL). The array and its schema stay the caller's; the results are the caller's to release, and
/// may outlive the cleaner. Offsets and lengths are checked before anything is read through them.
int32_t descrape_clean_arrow(const descrape_cleaner *cleaner, const struct ArrowArray *array,
                             const struct ArrowSchema *schema, uint32_t flags, struct ArrowArray *result,
                             struct ArrowSchema *result_schema, char **message);

/// Cleans a stream of such arrays as it is read: one array is in memory at a time. With DESCRAPE_OK the given stream has moved into the
/// result, its `release` is NULL, and whoever releases the result releases both.
int32_t descrape_clean_arrow_stream(const descrape_cleaner *cleaner, struct ArrowArrayStream *stream, uint32_t flags,
                                    struct ArrowArrayStream *result, char **message);

// What passes over a whole corpus need of each document, so that any engine that groups and joins comes to the results of
// `descrape corpus`. Arrays are taken and checked as above; those of one call have the same length. Texts are clean ones. Numbers have 64
// bits and come out as int64; what goes in may be int64 or uint64.

/// The number of each text's site. `names`: its name; an empty one is none. With DESCRAPE_URLS, a URL, whose host in small letters without
/// port and `www.` is the name. What comes out is null where there is no site. The lower 32 bits tell sites apart in counts.
int32_t descrape_site_numbers_arrow(const struct ArrowArray *names, const struct ArrowSchema *schema, uint32_t flags,
                                    struct ArrowArray *result, struct ArrowSchema *result_schema, char **message);

/// What is counted of each document: structures of `document`, which has the lower 32 bits of the site's number above 32 bits that copies
/// of the document share, and `keys`, a list with a key for each of the first and the last 128 lines, sorted, each once. `longest`: a
/// longer line, in bytes, has no key; 4096 at most, and 1000 in the command. `document` is null and `keys` is empty where a text or its
/// site is null, where no line has anything in it, and for a text above 64 MiB.
/// A line is known on a site when enough different documents have its key.
int32_t descrape_site_lines_arrow(const struct ArrowArray *texts, const struct ArrowSchema *schema,
                                  const struct ArrowArray *sites, const struct ArrowSchema *site_schema,
                                  uint32_t longest, struct ArrowArray *result, struct ArrowSchema *result_schema,
                                  char **message);

/// Does what `descrape_clean_arrow` does, and removes lines that are known on the site of each text. `texts` are raw ones. `known`: lists of
/// keys, for each text those of its site; a null is an empty one.
int32_t descrape_clean_sites_arrow(const descrape_cleaner *cleaner, const struct ArrowArray *texts,
                                   const struct ArrowSchema *schema, const struct ArrowArray *sites,
                                   const struct ArrowSchema *site_schema, const struct ArrowArray *known,
                                   const struct ArrowSchema *known_schema, uint32_t flags, struct ArrowArray *result,
                                   struct ArrowSchema *result_schema, char **message);

/// What tells documents apart: structures of `length` in bytes and the fingerprint's halves `high` and `low`, which two texts share when they
/// are the same, byte for byte; and with DESCRAPE_SKETCH of `sketch`, 256 bytes that tell how alike two texts are. All are null for a text
/// that is null, has no letter or digit, or is above 64 MiB: it is nobody's copy.
int32_t descrape_copy_facts_arrow(const struct ArrowArray *texts, const struct ArrowSchema *schema, uint32_t flags,
                                  struct ArrowArray *result, struct ArrowSchema *result_schema, char **message);

/// The bands of each sketch, binary or its kin, as lists of hashes: texts that share one at the same place may be as alike as `similarity`
/// says, in thousandths from 500 to 1000. A sketch of a text that is too short to be judged, or that is none, has no bands.
int32_t descrape_sketch_bands_arrow(const struct ArrowArray *sketches, const struct ArrowSchema *schema,
                                    uint32_t similarity, struct ArrowArray *result, struct ArrowSchema *result_schema,
                                    char **message);

/// How alike the texts of two sketches are, in thousandths: the share of their shingles that both have. Null where one of them is; 0
/// for what is no sketch.
int32_t descrape_sketch_similarities_arrow(const struct ArrowArray *one, const struct ArrowSchema *one_schema,
                                           const struct ArrowArray *other, const struct ArrowSchema *other_schema,
                                           struct ArrowArray *result, struct ArrowSchema *result_schema,
                                           char **message);

/// Decides which documents go, given in the order in which they are to stay, by their sketches: structures of `kept`, the number of the one
/// that stays in a document's place, from 0 and its own where it stays itself, and `similarity` to that one in thousandths. `later` and
/// `earlier`: the numbers of two documents that share a band, in the order of `later`. A document goes when, of those that stay in place of
/// its earlier ones, the most alike one is as like it as `similarity` says, in thousandths from 500 to 1000. Of several, the first stays.
/// Documents that no chain of pairs joins may be given to different calls. O(documents + pairs).
int32_t descrape_settle_copies_arrow(const struct ArrowArray *sketches, const struct ArrowSchema *sketch_schema,
                                     const struct ArrowArray *later, const struct ArrowSchema *later_schema,
                                     const struct ArrowArray *earlier, const struct ArrowSchema *earlier_schema,
                                     uint32_t similarity, struct ArrowArray *result,
                                     struct ArrowSchema *result_schema, char **message);

#ifdef __cplusplus
}
#endif

#endif
