#include "cicu.h"

#include <cstring>
#include <memory>
#include <new>
#include <string>

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/unistr.h>
#include <unicode/uversion.h>

namespace {

icu::StringPiece piece(const uint8_t *text, size_t length) {
  return icu::StringPiece(reinterpret_cast<const char *>(text), static_cast<int32_t>(length));
}

const icu::Normalizer2 *nfc() {
  UErrorCode status = U_ZERO_ERROR;
  return icu::Normalizer2::getNFCInstance(status);
}

}  // namespace

extern "C" {

const char *cicu_version(void) { return U_ICU_VERSION; }

const char *cicu_unicode_version(void) {
  static const std::string version = [] {
    UVersionInfo info;
    char text[U_MAX_VERSION_STRING_LENGTH];
    u_getUnicodeVersion(info);
    u_versionToString(info, text);
    return std::string(text);
  }();
  return version.c_str();
}

const char *cicu_status_name(int32_t status) { return u_errorName(static_cast<UErrorCode>(status)); }

bool cicu_nfc_is_normalized(const uint8_t *text, size_t length) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2 *form = nfc();
  return form == nullptr || form->isNormalizedUTF8(piece(text, length), status);
}

struct cicu_edits {
  icu::Edits edits;
  std::string result;
  icu::Edits::Iterator iterator;
};

cicu_edits *cicu_nfc_edits(const uint8_t *text, size_t length, int32_t *status) {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2 *form = nfc();
  auto edits = std::make_unique<cicu_edits>();
  if (form != nullptr) {
    edits->result.reserve(length + 16);
    icu::StringByteSink<std::string> sink(&edits->result);
    form->normalizeUTF8(0, piece(text, length), sink, &edits->edits, code);
  }
  *status = code;
  if (U_FAILURE(code)) return nullptr;
  edits->iterator = edits->edits.getFineChangesIterator();
  return edits.release();
}

bool cicu_edits_next(cicu_edits *edits, size_t *start, size_t *length, const uint8_t **replacement,
                     size_t *replacement_length) {
  UErrorCode code = U_ZERO_ERROR;
  if (!edits->iterator.next(code) || U_FAILURE(code)) return false;
  *start = static_cast<size_t>(edits->iterator.sourceIndex());
  *length = static_cast<size_t>(edits->iterator.oldLength());
  *replacement = reinterpret_cast<const uint8_t *>(edits->result.data()) + edits->iterator.destinationIndex();
  *replacement_length = static_cast<size_t>(edits->iterator.newLength());
  return true;
}

void cicu_edits_close(cicu_edits *edits) { delete edits; }

struct cicu_converter {
  UConverter *converter = nullptr;
  UConverter *utf8 = nullptr;
  UChar pivot[1024];
  UChar *pivot_source = pivot;
  UChar *pivot_target = pivot;
  size_t bad = 0;
  bool first = true;

  ~cicu_converter() {
    if (converter != nullptr) ucnv_close(converter);
    if (utf8 != nullptr) ucnv_close(utf8);
  }
};

static void count_bad(const void *context, UConverterToUnicodeArgs *args, const char *units, int32_t length,
                      UConverterCallbackReason reason, UErrorCode *code) {
  if (reason <= UCNV_IRREGULAR) ++*static_cast<size_t *>(const_cast<void *>(context));
  UCNV_TO_U_CALLBACK_SUBSTITUTE(nullptr, args, units, length, reason, code);
}

cicu_converter *cicu_converter_open(const char *name, int32_t *status) {
  UErrorCode code = U_ZERO_ERROR;
  auto result = std::make_unique<cicu_converter>();
  result->converter = ucnv_open(name, &code);
  result->utf8 = ucnv_open("UTF-8", &code);
  if (U_SUCCESS(code)) {
    ucnv_setToUCallBack(result->converter, count_bad, &result->bad, nullptr, nullptr, &code);
    ucnv_setFromUCallBack(result->converter, UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &code);
  }
  *status = code;
  return U_FAILURE(code) ? nullptr : result.release();
}

const char *cicu_converter_name(cicu_converter *converter) {
  UErrorCode code = U_ZERO_ERROR;
  const char *name = ucnv_getName(converter->converter, &code);
  return U_FAILURE(code) ? "" : name;
}

size_t cicu_converter_decode(cicu_converter *converter, const uint8_t **source, size_t *length, bool last,
                             uint8_t *target, size_t capacity, size_t *bad, int32_t *status) {
  UErrorCode code = U_ZERO_ERROR;
  const char *input = reinterpret_cast<const char *>(*source);
  const char *end = input + *length;
  char *output = reinterpret_cast<char *>(target);
  ucnv_convertEx(converter->utf8, converter->converter, &output, output + capacity, &input, end, converter->pivot,
                 &converter->pivot_source, &converter->pivot_target, converter->pivot + 1024, converter->first, last,
                 &code);
  converter->first = false;
  if (code == U_BUFFER_OVERFLOW_ERROR) code = U_ZERO_ERROR;
  *source = reinterpret_cast<const uint8_t *>(input);
  *length = static_cast<size_t>(end - input);
  *bad += converter->bad;
  converter->bad = 0;
  *status = code;
  return static_cast<size_t>(output - reinterpret_cast<char *>(target));
}

size_t cicu_converter_encode(cicu_converter *converter, const uint8_t *text, size_t text_length, uint8_t *target,
                             size_t capacity, int32_t *status) {
  UErrorCode code = U_ZERO_ERROR;
  const char *input = reinterpret_cast<const char *>(text);
  char *output = reinterpret_cast<char *>(target);
  ucnv_convertEx(converter->converter, converter->utf8, &output, output + capacity, &input, input + text_length,
                 converter->pivot, &converter->pivot_source, &converter->pivot_target, converter->pivot + 1024, true,
                 true, &code);
  *status = code;
  return static_cast<size_t>(output - reinterpret_cast<char *>(target));
}

void cicu_converter_close(cicu_converter *converter) { delete converter; }

const char *cicu_detect_charset(const uint8_t *bytes, size_t length, int32_t *confidence) {
  UErrorCode code = U_ZERO_ERROR;
  UCharsetDetector *detector = ucsdet_open(&code);
  const char *name = nullptr;
  *confidence = 0;
  if (U_SUCCESS(code)) {
    ucsdet_setText(detector, reinterpret_cast<const char *>(bytes), static_cast<int32_t>(length), &code);
    const UCharsetMatch *match = ucsdet_detect(detector, &code);
    if (U_SUCCESS(code) && match != nullptr) {
      // ICU's names are static text.
      name = ucsdet_getName(match, &code);
      *confidence = ucsdet_getConfidence(match, &code);
    }
  }
  ucsdet_close(detector);
  return U_SUCCESS(code) ? name : nullptr;
}

}  // extern "C"
