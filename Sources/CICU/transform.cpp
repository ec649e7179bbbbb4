// ICU's transforms, and the places of a text that they change.
#include "cicu.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <unicode/parsepos.h>
#include <unicode/strenum.h>
#include <unicode/stringpiece.h>
#include <unicode/translit.h>
#include <unicode/uniset.h>
#include <unicode/unistr.h>
#include <unicode/utf16.h>

namespace {

icu::StringPiece piece(const uint8_t *text, size_t length) {
  return icu::StringPiece(reinterpret_cast<const char *>(text), static_cast<int32_t>(length));
}

/// Where a UTF-16 unit of the text at hand comes from: the unit `low` of the source, untouched, or a change that took
/// the place of the units `low` to `high`. From unit to unit `low` never falls, and no unit's `high` is above the `low`
/// of an untouched unit behind it. Source units that nothing comes from were taken out.
struct Origin {
  int32_t low, high;
  bool kept;
};

/// A part of the source in UTF-16 units, and the part of the final text that takes its place.
struct Change {
  int32_t start, end, text_start, text_end;
};

/// Whether a border at `offset` would cut a surrogate pair in two.
bool cuts_pair(const icu::UnicodeString &text, int32_t offset) {
  return offset > 0 && offset < text.length() && U16_IS_LEAD(text[offset - 1]) && U16_IS_TRAIL(text[offset]);
}

/// A text that knows where each of its units comes from. Transforms change a text through the two functions overridden
/// here and through nothing else.
class TracedString : public icu::UnicodeString {
 public:
  void start(const icu::UnicodeString &source) {
    icu::UnicodeString::operator=(source);
    source_length_ = source.length();
    origins_.resize(static_cast<size_t>(source_length_));
    for (int32_t at = 0; at < source_length_; ++at) origins_[static_cast<size_t>(at)] = {at, at + 1, true};
  }

  void handleReplaceBetween(int32_t start, int32_t limit, const icu::UnicodeString &text) override {
    limit = std::clamp(limit, 0, length());
    start = std::clamp(start, 0, limit);
    // What stays the same at either end of a replacement is not changed.
    int32_t first = 0, last = text.length(), end = limit;
    while (start + first < end && first < last && charAt(start + first) == text[first]) ++first;
    while (end > start + first && last > first && charAt(end - 1) == text[last - 1]) --end, --last;
    splice(start + first, end, last - first);
    icu::UnicodeString::handleReplaceBetween(start, limit, text);
  }

  void copy(int32_t start, int32_t limit, int32_t dest) override {
    limit = std::clamp(limit, 0, length());
    start = std::clamp(start, 0, limit);
    dest = std::clamp(dest, 0, length());
    // A copy is new text, whatever it is a copy of: an order of the source that a transform turned round is one change.
    splice(dest, dest, limit - start);
    icu::UnicodeString::copy(start, limit, dest);
  }

  /// Calls `body` with each change, ascending and disjoint. O(n).
  template <class Body>
  void changes(const icu::UnicodeString &source, Body body) {
    keep_pairs_whole(source);
    size_t at = 0;
    int32_t done = 0;
    while (at < origins_.size() || done < source_length_) {
      if (at < origins_.size() && origins_[at].kept && origins_[at].low == done) {
        ++at;
        ++done;
        continue;
      }
      size_t limit = at;
      while (limit < origins_.size() && !origins_[limit].kept) ++limit;
      const int32_t end = limit < origins_.size() ? origins_[limit].low : source_length_;
      split(source, {done, end, static_cast<int32_t>(at), static_cast<int32_t>(limit)}, body);
      at = limit;
      done = end;
    }
  }

 private:
  /// Puts `count` units of new text in the place of the units `start` to `limit`.
  void splice(int32_t start, int32_t limit, int32_t count) {
    const auto begin = origins_.begin();
    Origin fresh = {source_length_, 0, false};
    if (start == limit) {
      // Text that comes in belongs to what stands behind it: a rule may write the new text before it takes the old out.
      if (begin + start != origins_.end()) fresh.low = begin[start].low;
      fresh.high = fresh.low;
    }
    for (int32_t at = start; at < limit; ++at) {
      fresh.low = std::min(fresh.low, begin[at].low);
      fresh.high = std::max(fresh.high, begin[at].high);
    }
    const int32_t shared = std::min(limit - start, count);
    std::fill(begin + start, begin + start + shared, fresh);
    if (count > shared) {
      origins_.insert(begin + start + shared, static_cast<size_t>(count - shared), fresh);
    } else {
      origins_.erase(begin + start + shared, begin + limit);
    }
  }

  /// A run of changed units as the single changes it is made of. Each takes what was taken out behind it, and the last
  /// one what came in at its end.
  template <class Body>
  void split(const icu::UnicodeString &source, Change run, Body body) {
    Change change = {run.start, run.end, run.text_start, run.text_end};
    int32_t high = run.start;
    for (int32_t at = run.text_start; at < run.text_end; ++at) {
      const Origin origin = origins_[static_cast<size_t>(at)];
      const bool is_border = at > change.text_start && origin.low > change.start && origin.low >= high &&
                             origin.low < run.end && !cuts_pair(source, origin.low) && !cuts_pair(*this, at);
      if (is_border) {
        body({change.start, origin.low, change.text_start, at});
        change.start = origin.low;
        change.text_start = at;
      }
      high = std::max(high, origin.high);
    }
    body(change);
  }

  /// One half of a surrogate pair is not untouched when the other is changed.
  void keep_pairs_whole(const icu::UnicodeString &source) {
    for (size_t at = 0; at < origins_.size(); ++at) {
      Origin &origin = origins_[at];
      if (!origin.kept) continue;
      const auto is_kept = [&](size_t other, int32_t low) {
        return other < origins_.size() && origins_[other].kept && origins_[other].low == low;
      };
      if (cuts_pair(source, origin.low + 1)) origin.kept = is_kept(at + 1, origin.low + 1);
      if (cuts_pair(source, origin.low)) origin.kept = at > 0 && is_kept(at - 1, origin.low - 1);
    }
  }

  std::vector<Origin> origins_;
  int32_t source_length_ = 0;
};

}  // namespace

extern "C" {

struct cicu_transform {
  struct Place {
    size_t start, length, text, text_length;
  };

  std::unique_ptr<icu::Transliterator> transliterator;
  std::string result;
  icu::UnicodeString source;
  TracedString traced;
  std::vector<Place> places;
  size_t next = 0;

  // How far `source` was counted, in UTF-16 units and in bytes.
  int32_t units = 0;
  size_t bytes = 0;

  size_t byte_offset(int32_t offset) {
    while (units < offset) {
      UChar32 scalar = source.char32At(units);
      units += U16_LENGTH(scalar);
      bytes += scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4;
    }
    return bytes;
  }

  /// Keeps a change without what is the same at its ends; one that is the same throughout is none.
  void keep(Change change) {
    while (change.start < change.end && change.text_start < change.text_end) {
      const UChar32 old = source.char32At(change.start);
      const int32_t length = U16_LENGTH(old);
      if (old != traced.char32At(change.text_start) || change.start + length > change.end) break;
      if (change.text_start + length > change.text_end) break;
      change.start += length;
      change.text_start += length;
    }
    while (change.start < change.end && change.text_start < change.text_end) {
      const UChar32 old = source.char32At(change.end - 1);
      const int32_t length = U16_LENGTH(old);
      if (old != traced.char32At(change.text_end - 1) || change.end - length < change.start) break;
      if (change.text_end - length < change.text_start) break;
      change.end -= length;
      change.text_end -= length;
    }
    if (change.start == change.end && change.text_start == change.text_end) return;
    const size_t start = byte_offset(change.start), text = result.size();
    // An alias, not a copy.
    icu::UnicodeString(false, traced.getBuffer() + change.text_start, change.text_end - change.text_start)
        .toUTF8String(result);
    places.push_back({start, byte_offset(change.end) - start, text, result.size() - text});
  }
};

cicu_transform *cicu_transform_open(const char *id, int32_t *status) {
  UErrorCode code = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> opened(
      icu::Transliterator::createInstance(icu::UnicodeString::fromUTF8(id), UTRANS_FORWARD, code));
  *status = code;
  if (U_FAILURE(code) || !opened) return nullptr;
  auto transform = std::make_unique<cicu_transform>();
  transform->transliterator = std::move(opened);
  return transform.release();
}

const uint8_t *cicu_transform_apply(cicu_transform *transform, const uint8_t *text, size_t length,
                                    size_t *result_length) {
  icu::UnicodeString string = icu::UnicodeString::fromUTF8(piece(text, length));
  transform->transliterator->transliterate(string);
  transform->result.clear();
  string.toUTF8String(transform->result);
  *result_length = transform->result.size();
  return reinterpret_cast<const uint8_t *>(transform->result.data());
}

int32_t cicu_transform_run(cicu_transform *transform, const uint8_t *text, size_t length) {
  transform->result.clear();
  transform->places.clear();
  transform->next = 0;
  transform->units = 0;
  transform->bytes = 0;
  if (length > INT32_MAX / 4) return U_INDEX_OUTOFBOUNDS_ERROR;
  transform->source = icu::UnicodeString::fromUTF8(piece(text, length));
  transform->traced.start(transform->source);
  transform->transliterator->transliterate(transform->traced);
  if (transform->source.isBogus() || transform->traced.isBogus()) return U_MEMORY_ALLOCATION_ERROR;
  transform->traced.changes(transform->source, [transform](const Change &change) { transform->keep(change); });
  return U_ZERO_ERROR;
}

bool cicu_transform_next(cicu_transform *transform, size_t *start, size_t *length, const uint8_t **replacement,
                         size_t *replacement_length) {
  if (transform->next == transform->places.size()) return false;
  const cicu_transform::Place &place = transform->places[transform->next++];
  *start = place.start;
  *length = place.length;
  *replacement = reinterpret_cast<const uint8_t *>(transform->result.data()) + place.text;
  *replacement_length = place.text_length;
  return true;
}

void cicu_transform_close(cicu_transform *transform) { delete transform; }

void cicu_transform_ids(void *context, void (*body)(void *context, const char *id)) {
  UErrorCode code = U_ZERO_ERROR;
  std::unique_ptr<icu::StringEnumeration> ids(icu::Transliterator::getAvailableIDs(code));
  while (U_SUCCESS(code) && ids) {
    const char *id = ids->next(nullptr, code);
    if (id == nullptr) break;
    body(context, id);
  }
}

size_t cicu_set_length(const char *pattern) {
  UErrorCode code = U_ZERO_ERROR;
  const icu::UnicodeString string = icu::UnicodeString::fromUTF8(pattern);
  icu::ParsePosition position(0);
  const icu::UnicodeSet set(string, position, USET_IGNORE_SPACE, nullptr, code);
  if (U_FAILURE(code)) return 0;
  std::string taken;
  string.tempSubString(0, position.getIndex()).toUTF8String(taken);
  return taken.size();
}

}  // extern "C"
