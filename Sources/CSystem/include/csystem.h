/// Calls of Linux that Swift's modules of the C library leave out.
#ifndef CSYSTEM_H
#define CSYSTEM_H

/// `syncfs(2)`: waits until all that was written to the file system of `descriptor` is on the disk.
int csystem_syncfs(int descriptor);

/// How many cores this process may run on: of those that the machine has, the ones that its affinity allows.
int csystem_cores(void);

#endif
