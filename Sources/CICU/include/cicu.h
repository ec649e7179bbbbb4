/* A C interface of our own over the system's ICU.
 *
 * No ICU header is included here, so no ICU type reaches Swift: ICU's headers define names that clash with Foundation's copy of
 * ICU as soon as both are in one program. Success is status <= 0, ICU's own rule (warnings are negative). */
#ifndef CICU_H
#define CICU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The versions of ICU and of Unicode that everything below follows, as text. */
const char *cicu_version(void);
const char *cicu_unicode_version(void);
/* ICU's name of a status, for messages. */
const char *cicu_status_name(int32_t status);

/* Normalization Form C over UTF-8. */
bool cicu_nfc_is_normalized(const uint8_t *text, size_t length);

/* The places that Normalization Form C changes, in ascending order. */
typedef struct cicu_edits cicu_edits;
cicu_edits *cicu_nfc_edits(const uint8_t *text, size_t length, int32_t *status);
/* The next place: `length` bytes at `start` become `replacement`, which lives as long as the edits. False after the last. */
bool cicu_edits_next(cicu_edits *edits, size_t *start, size_t *length, const uint8_t **replacement,
                     size_t *replacement_length);
void cicu_edits_close(cicu_edits *edits);

/* A transform by its ICU id, such as Traditional-Simplified. Stateful: one for each thread. */
typedef struct cicu_transform cicu_transform;
cicu_transform *cicu_transform_open(const char *id, int32_t *status);
/* The transformed text, which lives until the next call. */
const uint8_t *cicu_transform_apply(cicu_transform *transform, const uint8_t *text, size_t length,
                                    size_t *result_length);
/* Transforms `text` and keeps the places that change, for cicu_transform_next. Takes time that grows with the square of the
 * length where much changes: meant for lines. A status above 0 leaves no places. */
int32_t cicu_transform_run(cicu_transform *transform, const uint8_t *text, size_t length);
/* The next place, ascending and on scalar borders: `length` bytes at `start` become `replacement`, which lives until the
 * next run. False after the last. */
bool cicu_transform_next(cicu_transform *transform, size_t *start, size_t *length, const uint8_t **replacement,
                         size_t *replacement_length);
void cicu_transform_close(cicu_transform *transform);
/* Calls `body` with each id that ICU lists, one after the other. */
void cicu_transform_ids(void *context, void (*body)(void *context, const char *id));
/* How many bytes of `pattern` the set at its start takes, such as [:Han:]; 0 when it is no set or a malformed one. */
size_t cicu_set_length(const char *pattern);

/* A charset converter. Stateful: one for each text. */
typedef struct cicu_converter cicu_converter;
cicu_converter *cicu_converter_open(const char *name, int32_t *status);
/* ICU's canonical name of the charset. */
const char *cicu_converter_name(cicu_converter *converter);
/* Decodes `*length` bytes at `*source` to UTF-8 and moves both behind what was read; bad bytes become U+FFFD and are counted.
 * Returns how many bytes were written to `target`; when that is less than `capacity`, all input was read. */
size_t cicu_converter_decode(cicu_converter *converter, const uint8_t **source, size_t *length, bool last,
                             uint8_t *target, size_t capacity, size_t *bad, int32_t *status);
/* Encodes UTF-8; fails for a character that the charset has not. */
size_t cicu_converter_encode(cicu_converter *converter, const uint8_t *text, size_t text_length, uint8_t *target,
                             size_t capacity, int32_t *status);
void cicu_converter_close(cicu_converter *converter);

/* The charset that ICU's detector finds most likely, or NULL. The name lives for ever; confidence is 0 to 100. */
const char *cicu_detect_charset(const uint8_t *bytes, size_t length, int32_t *confidence);

/* A table of our own for U+4E00-9FFF, generated from ICU's transforms Han-Latin and Simplified-Traditional (han_readings.c).
 * Bits 0-10 of an entry: the number of the character's default reading, 0 for none; bit 15: its Simplified form is another
 * character; bit 14: its Traditional form is. The table has 0x5200 entries. */
const uint16_t *cicu_han_readings(void);
/* The syllables by number, sorted by their UTF-8 bytes from number 1 on. */
const char *const *cicu_syllables(void);
int32_t cicu_syllable_count(void);

#ifdef __cplusplus
}
#endif

#endif
