/* SPDX-License-Identifier: ISC */
/*
 * A library to be preloaded into logfade: it stands between the program and
 * what the C library has for files, writes down each call, and makes those
 * fail, or the process die at them, that a test names.
 *
 * FAULT_LOG    the file that gets a line for each call: what was called, then
 *              the return addresses in the program, innermost first, relative
 *              to where it is loaded; `!` and the number of a rule that acted
 * FAULT_RULES  rules, each with a `;` behind it: CALL FRAMES NTH ACTION
 *     CALL     as in the log
 *     FRAMES   the first return addresses, with commas, or `*` for any
 *     NTH      which of the calls that fit; `3+` the third and all that follow
 *     ACTION   eN       it fails with errno N
 *              kill     kill -9 before it; `killed`: behind it
 *              short    only half is read or written
 *              half     only half is written, then kill -9
 *              append   first FAULT_FILE grows by FAULT_LINE
 *              move     first FAULT_FILE gets `.moved` behind its name
 *              wait     first another thread comes to rest that has read a
 *                       directory: upkeep, which else would run beside
 * FAULT_CLOCK  START STEP: time(2) goes from START on by STEP with each call
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { FRAMES = 24, RULES = 8, LINE = 1024, LOG_FD = 900 };

enum action { PASS, FAIL, KILL, KILLED, SHORT, HALF, APPEND, MOVED, WAIT };

struct rule {
	char call[32];
	uintptr_t frame[FRAMES];
	int nframes; /* 0: any */
	unsigned nth;
	int onwards;
	enum action action;
	int error;
	unsigned seen;
};

static struct rule rules[RULES];
static int nrules;
static int logfd = -1;
static uintptr_t base, top;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long clock_at, clock_step;
static __thread int has_listed; /* this thread has read a directory */
static atomic_int at_rest;

static ssize_t (*real_write)(int, const void *, size_t);

/* Where the program itself is mapped; the first object is it. */
static int
find_program(struct dl_phdr_info *info, size_t size, void *arg)
{
	(void)size;
	(void)arg;
	base = info->dlpi_addr;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];

		if (p->p_type == PT_LOAD && (p->p_flags & PF_X) != 0)
			top = base + p->p_vaddr + p->p_memsz;
	}
	return (1);
}

/* A test that says nonsense must not go unseen. */
static void
refuse(const char *what)
{
	(void)dprintf(STDERR_FILENO, "inject: %s\n", what);
	_exit(99);
}

static void
read_action(struct rule *r, const char *s)
{
	static const struct {
		const char *name;
		enum action action;
	} names[] = {
		{ "kill", KILL },
		{ "killed", KILLED },
		{ "short", SHORT },
		{ "half", HALF },
		{ "append", APPEND },
		{ "move", MOVED },
		{ "wait", WAIT },
	};

	if (s[0] == 'e') {
		r->action = FAIL;
		r->error = (int)strtol(s + 1, NULL, 10);
		return;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(s, names[i].name) == 0)
			r->action = names[i].action;
	if (r->action == PASS)
		refuse("no such action");
}

static void
read_rule(char *s)
{
	struct rule *r = &rules[nrules++];
	char *word[4], *rest = s, *end;

	if (nrules > RULES)
		refuse("too many rules");
	for (int i = 0; i < 4; i++)
		if ((word[i] = strsep(&rest, " ")) == NULL)
			refuse("a rule has four words");
	(void)snprintf(r->call, sizeof(r->call), "%s", word[0]);
	if (strcmp(word[1], "*") != 0) {
		for (char *p; (p = strsep(&word[1], ",")) != NULL;) {
			if (r->nframes == FRAMES)
				refuse("too many frames");
			r->frame[r->nframes++] = strtoul(p, NULL, 16);
		}
	}
	r->nth = (unsigned)strtoul(word[2], &end, 10);
	r->onwards = *end == '+';
	read_action(r, word[3]);
}

__attribute__((constructor)) static void
start(void)
{
	const char *path = getenv("FAULT_LOG"), *text = getenv("FAULT_RULES");
	const char *at = getenv("FAULT_CLOCK");
	void *warm[2];
	char *copy, *rest, *s;
	int fd;

	real_write = dlsym(RTLD_NEXT, "write");
	(void)dl_iterate_phdr(find_program, NULL);
	/* Its first call loads a library. */
	(void)backtrace(warm, 2);
	if (at != NULL && sscanf(at, "%ld %ld", &clock_at, &clock_step) != 2)
		refuse("FAULT_CLOCK");
	if (text != NULL && (copy = strdup(text)) != NULL) {
		rest = copy;
		while ((s = strsep(&rest, ";")) != NULL)
			if (*s != '\0')
				read_rule(s);
		free(copy);
	}
	if (path == NULL)
		return;
	fd = (int)syscall(SYS_openat, AT_FDCWD, path,
	    O_WRONLY | O_CREAT | O_APPEND, 0600);
	logfd = fcntl(fd, F_DUPFD_CLOEXEC, LOG_FD);
	(void)syscall(SYS_close, fd);
	if (logfd == -1)
		refuse("FAULT_LOG");
}

static int
fits(const struct rule *r, const char *call, const uintptr_t *frame, int n)
{
	if (strcmp(r->call, call) != 0 || r->nframes > n)
		return (0);
	for (int i = 0; i < r->nframes; i++)
		if (r->frame[i] != frame[i])
			return (0);
	return (1);
}

/* Which rule acts on this call, if any; counts. */
static int
choose(const char *call, const uintptr_t *frame, int n)
{
	int chosen = -1;

	(void)pthread_mutex_lock(&lock);
	for (int i = 0; i < nrules; i++) {
		struct rule *r = &rules[i];

		if (!fits(r, call, frame, n))
			continue;
		r->seen++;
		if (r->seen == r->nth || (r->onwards && r->seen > r->nth))
			chosen = i;
	}
	(void)pthread_mutex_unlock(&lock);
	return (chosen);
}

static void
write_down(const char *call, const uintptr_t *frame, int n, int chosen)
{
	char line[LINE];
	int at = snprintf(line, sizeof(line), "%s ", call);

	for (int i = 0; i < n; i++)
		at += snprintf(line + at, sizeof(line) - (size_t)at, "%s%lx",
		    i == 0 ? "" : ",", (unsigned long)frame[i]);
	if (chosen != -1)
		at += snprintf(line + at, sizeof(line) - (size_t)at, " !%d",
		    chosen);
	line[at] = '\n';
	(void)real_write(logfd, line, (size_t)at + 1);
}

static void
grow(void)
{
	const char *path = getenv("FAULT_FILE"), *line = getenv("FAULT_LINE");
	const int fd = (int)syscall(SYS_openat, AT_FDCWD,
	    path == NULL ? "" : path, O_WRONLY | O_APPEND, 0);

	if (fd == -1 || line == NULL ||
	    real_write(fd, line, strlen(line)) != (ssize_t)strlen(line))
		refuse("FAULT_FILE");
	(void)syscall(SYS_close, fd);
}

static void
move(void)
{
	const char *path = getenv("FAULT_FILE");
	char to[LINE];

	if (path == NULL ||
	    snprintf(to, sizeof(to), "%s.moved", path) >= (int)sizeof(to) ||
	    rename(path, to) == -1)
		refuse("FAULT_FILE");
}

static void
wait_for_rest(void)
{
	static const struct timespec pause = { 0, 1000000 };

	/* A second at most: it may have met with a fault. */
	for (int i = 0; i < 1000 && !atomic_load(&at_rest); i++)
		(void)nanosleep(&pause, NULL);
}

static void
die(void)
{
	(void)kill(getpid(), SIGKILL);
}

/* What is to become of this call; FAIL has set errno. */
static enum action
reached(const char *call)
{
	void *stack[FRAMES];
	uintptr_t frame[FRAMES];
	const int e = errno, depth = backtrace(stack, FRAMES);
	int n = 0, chosen;

	for (int i = 0; i < depth; i++)
		if ((uintptr_t)stack[i] >= base && (uintptr_t)stack[i] < top)
			frame[n++] = (uintptr_t)stack[i] - base;
	chosen = choose(call, frame, n);
	if (logfd != -1)
		write_down(call, frame, n, chosen);
	errno = e;
	if (chosen == -1)
		return (PASS);
	if (rules[chosen].action == KILL)
		die();
	if (rules[chosen].action == APPEND)
		grow();
	if (rules[chosen].action == MOVED)
		move();
	if (rules[chosen].action == WAIT)
		wait_for_rest();
	errno = rules[chosen].action == FAIL ? rules[chosen].error : e;
	return (rules[chosen].action);
}

/* The call itself, with what may come before and behind it. */
#define CALL(name, failing, call, ...) \
	do { \
		static __typeof__(call) *real; \
		const enum action a_ = reached(name); \
		__typeof__(call(__VA_ARGS__)) r_; \
\
		if (real == NULL) \
			*(void **)(&real) = dlsym(RTLD_NEXT, #call); \
		if (a_ == FAIL) \
			return (failing); \
		r_ = real(__VA_ARGS__); \
		if (a_ == KILLED) \
			die(); \
		return (r_); \
	} while (0)

/* The same, where ${n} bytes go in or out. */
#define MOVE(name, call, n, ...) \
	do { \
		static __typeof__(call) *real; \
		const enum action a_ = reached(name); \
		ssize_t r_; \
\
		if (real == NULL) \
			*(void **)(&real) = dlsym(RTLD_NEXT, #call); \
		if (a_ == FAIL) \
			return (-1); \
		if ((a_ == SHORT || a_ == HALF) && n > 1) \
			n /= 2; \
		r_ = real(__VA_ARGS__); \
		if (a_ == KILLED || a_ == HALF) \
			die(); \
		return (r_); \
	} while (0)

static const char *
opening(const char *plain, int flags)
{
	if ((flags & O_TMPFILE) == O_TMPFILE)
		return ("tmpfile");
	if ((flags & O_CREAT) != 0)
		return ("create");
	return ((flags & O_ACCMODE) == O_RDONLY ? plain : "openrw");
}

int
open(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(ap, mode_t) : 0;
	va_end(ap);
	CALL(opening("open", flags), -1, open, path, flags, mode);
}

int
openat(int dirfd, const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(ap, mode_t) : 0;
	va_end(ap);
	CALL(opening("open", flags), -1, openat, dirfd, path, flags, mode);
}

int __openat_2(int, const char *, int);

int
__openat_2(int dirfd, const char *path, int flags)
{
	CALL(opening("open", flags), -1, openat, dirfd, path, flags);
}

int
close(int fd)
{
	static int (*real)(int);
	const enum action a = reached("close");
	const int e = errno;
	int rc;

	if (real == NULL)
		*(void **)(&real) = dlsym(RTLD_NEXT, "close");
	rc = real(fd);
	if (a == KILLED)
		die();
	if (a != FAIL)
		return (rc);
	/* It is closed all the same. */
	errno = e;
	return (-1);
}

ssize_t
read(int fd, void *p, size_t n)
{
	MOVE("read", read, n, fd, p, n);
}

ssize_t
pread(int fd, void *p, size_t n, off_t at)
{
	MOVE("pread", pread, n, fd, p, n, at);
}

ssize_t
write(int fd, const void *p, size_t n)
{
	MOVE("write", write, n, fd, p, n);
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	MOVE("pwrite", pwrite, n, fd, p, n, at);
}

off_t
lseek(int fd, off_t at, int whence)
{
	CALL("lseek", -1, lseek, fd, at, whence);
}

int
fsync(int fd)
{
	CALL("fsync", -1, fsync, fd);
}

int
fdatasync(int fd)
{
	CALL("fdatasync", -1, fdatasync, fd);
}

int
syncfs(int fd)
{
	CALL("syncfs", -1, syncfs, fd);
}

int
ftruncate(int fd, off_t n)
{
	CALL("ftruncate", -1, ftruncate, fd, n);
}

int
fstat(int fd, struct stat *st)
{
	CALL("fstat", -1, fstat, fd, st);
}

int
stat(const char *path, struct stat *st)
{
	CALL("stat", -1, stat, path, st);
}

int
dup3(int from, int to, int flags)
{
	CALL("dup3", -1, dup3, from, to, flags);
}

int
fstatat(int dirfd, const char *path, struct stat *st, int flags)
{
	CALL("fstatat", -1, fstatat, dirfd, path, st, flags);
}

int
faccessat(int dirfd, const char *path, int mode, int flags)
{
	CALL("faccessat", -1, faccessat, dirfd, path, mode, flags);
}

int
fchmod(int fd, mode_t mode)
{
	CALL("fchmod", -1, fchmod, fd, mode);
}

int
fchown(int fd, uid_t uid, gid_t gid)
{
	CALL("fchown", -1, fchown, fd, uid, gid);
}

int
futimens(int fd, const struct timespec times[2])
{
	CALL("futimens", -1, futimens, fd, times);
}

int
flock(int fd, int how)
{
	CALL("flock", -1, flock, fd, how);
}

int
fcntl(int fd, int cmd, ...)
{
	const int lease = cmd == F_SETLEASE || cmd == F_GETLEASE;
	va_list ap;
	long arg;

	va_start(ap, cmd);
	arg = va_arg(ap, long);
	va_end(ap);
	CALL(lease ? "lease" : "fcntl", -1, fcntl, fd, cmd, arg);
}

int
linkat(int from, const char *old, int to, const char *new, int flags)
{
	CALL("linkat", -1, linkat, from, old, to, new, flags);
}

int
renameat(int from, const char *old, int to, const char *new)
{
	CALL("renameat", -1, renameat, from, old, to, new);
}

int
renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
	CALL("renameat2", -1, renameat2, from, old, to, new, flags);
}

int
unlinkat(int dirfd, const char *path, int flags)
{
	CALL("unlinkat", -1, unlinkat, dirfd, path, flags);
}

int
mkdirat(int dirfd, const char *path, mode_t mode)
{
	CALL("mkdirat", -1, mkdirat, dirfd, path, mode);
}

int
scandirat(int dirfd, const char *path, struct dirent ***list,
    int (*filter)(const struct dirent *),
    int (*compare)(const struct dirent **, const struct dirent **))
{
	has_listed = 1;
	CALL("scandirat", -1, scandirat, dirfd, path, list, filter, compare);
}

DIR *
fdopendir(int fd)
{
	CALL("fdopendir", NULL, fdopendir, fd);
}

struct dirent *
readdir(DIR *d)
{
	has_listed = 1;
	CALL("readdir", NULL, readdir, d);
}

int
closedir(DIR *d)
{
	CALL("closedir", -1, closedir, d);
}

int
pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *mutex,
    const struct timespec *until)
{
	static __typeof__(pthread_cond_timedwait) *real;

	if (real == NULL)
		*(void **)(&real) =
		    dlvsym(RTLD_NEXT, "pthread_cond_timedwait", "GLIBC_2.3.2");
	if (real == NULL)
		refuse("pthread_cond_timedwait");
	if (has_listed)
		atomic_store(&at_rest, 1);
	return (real(cond, mutex, until));
}

time_t
time(time_t *out)
{
	struct timespec now;
	time_t t;

	if (clock_at == 0) {
		(void)clock_gettime(CLOCK_REALTIME, &now);
		t = now.tv_sec;
	} else {
		(void)pthread_mutex_lock(&lock);
		t = clock_at;
		clock_at += clock_step;
		(void)pthread_mutex_unlock(&lock);
	}
	if (out != NULL)
		*out = t;
	return (t);
}
