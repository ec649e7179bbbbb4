/// Scans that look at sixteen bytes at once. In C, since Swift compiles comparisons of byte vectors to loops; the vectors are those of
/// Clang and GCC, so one text serves every processor.
#ifndef CBLOCKS_H
#define CBLOCKS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The largest multiple of 32, counted from `start`, up to which the `count` bytes keep the rules of UTF-8; the last sequence before it
/// may be unfinished. A sequence must begin at `start`, which is 3 at least. O(n).
int64_t cblocks_utf8(const uint8_t *_Nonnull bytes, int64_t start, int64_t count);

/// The first offset at or after `start` whose byte is `"`, `\` or a control character; `count` without one. O(n).
int64_t cblocks_json_plain(const uint8_t *_Nonnull bytes, int64_t start, int64_t count);

/// The next clause at or after `start` that seems to begin with the 16 bytes of a clause from `shortest` to `longest` bytes before: `*earlier`.
/// -1 without. `start` must begin a clause. `places` remembers where clauses began, 256 of them by what they begin with: the upper half of
/// each tells what that is, the lower half where; all of it is -1 at first. O(n).
int64_t cblocks_clause_again(const uint8_t *_Nonnull bytes, int64_t start, int64_t count, int64_t *_Nonnull places,
                             int64_t shortest, int64_t longest, int64_t *_Nonnull earlier);

/// The first offset at or after `start` behind which stand two bytes that are one of `pairs`: the second and the third byte of a character,
/// whose first byte the caller looks at. `count` without one. O(n) for each pair.
int64_t cblocks_any_pair(const uint8_t *_Nonnull bytes, int64_t start, int64_t count, const uint8_t *_Nonnull seconds,
                         const uint8_t *_Nonnull thirds, int64_t pairs);

#ifdef __cplusplus
}
#endif

#endif
