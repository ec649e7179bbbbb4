/// A call of Linux that Swift's modules of the C library leave out.
#ifndef CSYSTEM_H
#define CSYSTEM_H

/// `syncfs(2)`: waits until all that was written to the file system of `descriptor` is on the disk.
int csystem_syncfs(int descriptor);

#endif
