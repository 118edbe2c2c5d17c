/* Standard input, output and error of the process. */
#ifndef CLI_STREAMS_H
#define CLI_STREAMS_H

/* To be called before anything else is opened: a standard stream that was closed would become the number
 * of the next socket or file, and what is printed would go there. */
void streams_open(void);

/* Write out what standard output still holds; call it last. Returns `status`, or CLI_FAILED where that
 * was well and the output did not reach its end: a report that is not on the disk must not look like one
 * that is. The reason goes to stderr, except that a pipe's reader has seen enough. */
int streams_flush(int status);

#endif
