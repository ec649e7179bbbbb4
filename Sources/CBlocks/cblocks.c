#include "cblocks.h"

#include <string.h>

// Compiled once for every processor, and once for those that take 32 bytes at a time; the loader chooses.
#if defined(__x86_64__) && defined(__linux__)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("avx2", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif
#define INLINE static inline __attribute__((always_inline))

enum { SIZE = 32 };
typedef uint8_t block __attribute__((vector_size(SIZE)));
typedef uint64_t words __attribute__((vector_size(SIZE)));

INLINE void load(block *b, const uint8_t *p) { memcpy(b, p, SIZE); }

INLINE int any(const block *b) {
  words w = (words)*b;
  return (w[0] | w[1] | w[2] | w[3]) != 0;
}

/// Nonzero bytes where the block at `p` breaks the rules of UTF-8, or goes on with what broke them before: which bytes must continue a
/// sequence, and which may, follows from the three before each.
INLINE void utf8_errors(const uint8_t *p, block *errors) {
  block b, first, second, third;
  load(&b, p);
  load(&first, p - 1);
  load(&second, p - 2);
  load(&third, p - 3);
  block continues = (block)((b & 0xC0) == 0x80);
  block must = (block)(first >= 0xC0) | (block)(second >= 0xE0) | (block)(third >= 0xF0);
  // Never in UTF-8.
  block never = (block)((b & 0xFE) == 0xC0) | (block)(b >= 0xF5);
  // What follows these four leads is restricted.
  block restricted = ((block)(first == 0xE0) & (block)(b < 0xA0)) | ((block)(first == 0xED) & (block)(b >= 0xA0)) |
                     ((block)(first == 0xF0) & (block)(b < 0x90)) | ((block)(first == 0xF4) & (block)(b >= 0x90));
  *errors = (continues ^ must) | never | restricted;
}

FOR_EACH_PROCESSOR
int64_t cblocks_utf8(const uint8_t *bytes, int64_t start, int64_t count) {
  int64_t i = start;
  for (block errors; i + SIZE <= count; i += SIZE) {
    utf8_errors(bytes + i, &errors);
    if (any(&errors)) break;
  }
  return i;
}

FOR_EACH_PROCESSOR
int64_t cblocks_json_plain(const uint8_t *bytes, int64_t start, int64_t count) {
  int64_t i = start;
  for (block b; i + SIZE <= count; i += SIZE) {
    load(&b, bytes + i);
    block special = (block)(b == '"') | (block)(b == '\\') | (block)(b < 0x20);
    if (any(&special)) break;
  }
  while (i < count && bytes[i] != '"' && bytes[i] != '\\' && bytes[i] >= 0x20) i++;
  return i;
}

/// Where bytes are that begin a mark that a clause ends with: all bits of each byte. Two bytes behind the block can be read.
INLINE void clause_marks(const uint8_t *p, words *marks) {
  block b, next, third;
  load(&b, p);
  load(&next, p + 1);
  load(&third, p + 2);
  block ascii = (block)(b == '\n') | (block)(b == ',') | (block)(b == '.') | (block)(b == ';') | (block)(b == '!') |
                (block)(b == '?');
  block ideographic = (block)(b == 0xE3) & (block)(next == 0x80) & (block)(third == 0x82);
  block wide = (block)(b == 0xEF) & (block)(next == 0xBC) &
               ((block)(third == 0x8C) | (block)(third == 0x9B) | (block)(third == 0x81) | (block)(third == 0x9F));
  *marks = (words)(ascii | ideographic | wide);
}

/// A bit for each byte of a block whose bits are all set, the byte at the lowest address lowest.
INLINE uint32_t mask(const words *w) {
#if defined(__x86_64__)
  typedef char half __attribute__((vector_size(16)));
  half low, high;
  memcpy(&low, w, sizeof low);
  memcpy(&high, (const char *)w + sizeof low, sizeof high);
  return (uint32_t)__builtin_ia32_pmovmskb128(low) | (uint32_t)__builtin_ia32_pmovmskb128(high) << 16;
#else
  uint32_t bits = 0;
  for (int index = 0; index < SIZE / 8; index++) {
    uint64_t word = (*w)[index];
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    // The multiplication moves the eighth byte's bit to the top, the seventh's below it, and so on.
    bits |= (uint32_t)((word & 0x0101010101010101u) * 0x0102040810204080u >> 56) << (8 * index);
  }
  return bits;
#endif
}

/// Where the clause behind the mark at `mark` begins.
INLINE int64_t behind(const uint8_t *bytes, int64_t mark, int64_t count) {
  int64_t clause = mark + (bytes[mark] < 0x80 ? 1 : 3);
  while (clause < count && bytes[clause] == ' ') clause++;
  return clause;
}

enum { BEGINNING = 16 };

/// Whether the clause begins as an earlier one does; remembers it.
INLINE int is_again(const uint8_t *bytes, int64_t clause, int64_t *places, int64_t shortest, int64_t longest,
                    int64_t *earlier) {
  uint64_t key[2];
  memcpy(key, bytes + clause, BEGINNING);
  uint64_t hash = (key[0] ^ (key[1] << 32 | key[1] >> 32)) * 0x9E3779B97F4A7C15u;
  int64_t *place = places + (hash >> 56);
  uint64_t old = *place, tag = hash & 0xFFFFFFFF00000000u;
  *place = tag | clause;
  if (__builtin_expect((old ^ tag) >> 32 != 0, 1)) return 0;
  *earlier = old & 0xFFFFFFFF;
  return clause - *earlier >= shortest && clause - *earlier <= longest;
}

FOR_EACH_PROCESSOR
int64_t cblocks_clause_again(const uint8_t *bytes, int64_t start, int64_t count, int64_t *places, int64_t shortest,
                             int64_t longest, int64_t *earlier) {
  if (start + BEGINNING > count) return -1;
  if (is_again(bytes, start, places, shortest, longest, earlier)) return start;
  words marks;
  for (int64_t at = start; at + SIZE + 2 <= count; at += SIZE) {
    clause_marks(bytes + at, &marks);
    for (uint32_t bits = mask(&marks); bits != 0; bits &= bits - 1) {
      int64_t clause = behind(bytes, at + __builtin_ctz(bits), count);
      if (clause + BEGINNING > count) return -1;
      if (is_again(bytes, clause, places, shortest, longest, earlier)) return clause;
    }
  }
  return -1;
}

FOR_EACH_PROCESSOR
int64_t cblocks_any_pair(const uint8_t *bytes, int64_t start, int64_t count, const uint8_t *seconds, const uint8_t *thirds,
                         int64_t pairs) {
  int64_t at = start;
  for (; at + SIZE + 2 <= count; at += SIZE) {
    block second, third, found = {0};
    load(&second, bytes + at + 1);
    load(&third, bytes + at + 2);
    for (int64_t pair = 0; pair < pairs; pair++)
      found |= (block)(second == seconds[pair]) & (block)(third == thirds[pair]);
    words hits = (words)found;
    uint32_t bits = mask(&hits);
    if (bits != 0) return at + __builtin_ctz(bits);
  }
  for (; at + 2 < count; at++)
    for (int64_t pair = 0; pair < pairs; pair++)
      if (bytes[at + 1] == seconds[pair] && bytes[at + 2] == thirds[pair]) return at;
  return count;
}
