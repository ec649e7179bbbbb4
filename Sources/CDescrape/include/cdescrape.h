/// What the library itself needs of C, and no user.
#ifndef CDESCRAPE_H
#define CDESCRAPE_H

/// The file that the library was loaded from, as the system names it; NULL when it does not know. It lives as long as the library.
const char *cdescrape_path(void);

#endif
