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

#ifdef __cplusplus
}
#endif

#endif
