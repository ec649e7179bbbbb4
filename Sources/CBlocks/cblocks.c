#include "cblocks.h"

#include <string.h>

typedef uint8_t block __attribute__((vector_size(16)));
typedef int64_t halves __attribute__((vector_size(16)));

static inline block load(const uint8_t *p) {
  block b;
  memcpy(&b, p, sizeof b);
  return b;
}

static inline int any(block b) {
  halves h = (halves)b;
  return (h[0] | h[1]) != 0;
}

/// Nonzero bytes where the block at `p` breaks the rules, or goes on with what broke them before: which bytes must continue a sequence,
/// and which may, follows from the three before each.
static inline block utf8_errors(const uint8_t *p) {
  block b = load(p), first = load(p - 1), second = load(p - 2), third = load(p - 3);
  block continues = (block)((b & 0xC0) == 0x80);
  block must = (block)(first >= 0xC0) | (block)(second >= 0xE0) | (block)(third >= 0xF0);
  // Never in UTF-8.
  block never = (block)((b & 0xFE) == 0xC0) | (block)(b >= 0xF5);
  // What follows these four leads is restricted.
  block restricted = ((block)(first == 0xE0) & (block)(b < 0xA0)) | ((block)(first == 0xED) & (block)(b >= 0xA0)) |
                     ((block)(first == 0xF0) & (block)(b < 0x90)) | ((block)(first == 0xF4) & (block)(b >= 0x90));
  return (continues ^ must) | never | restricted;
}

int64_t cblocks_utf8(const uint8_t *bytes, int64_t start, int64_t count) {
  int64_t i = start;
  while (i + 32 <= count && !any(utf8_errors(bytes + i) | utf8_errors(bytes + i + 16))) i += 32;
  return i;
}

static inline block json_special(const uint8_t *p) {
  block b = load(p);
  return (block)(b == '"') | (block)(b == '\\') | (block)(b < 0x20);
}

int64_t cblocks_json_plain(const uint8_t *bytes, int64_t start, int64_t count) {
  int64_t i = start;
  while (i + 32 <= count && !any(json_special(bytes + i) | json_special(bytes + i + 16))) i += 32;
  while (i < count && bytes[i] != '"' && bytes[i] != '\\' && bytes[i] >= 0x20) i++;
  return i;
}
