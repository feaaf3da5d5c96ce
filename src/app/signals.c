/* SPDX-License-Identifier: ISC */
#include "app/signals.h"

#include <signal.h>
#include <string.h>

/* A signal handler can reach nothing else. */
static struct stopping stopping;

static void
on_signal(int sig)
{
	if (sig == SIGINT)
		stopping.stop = 1;
	else
		stopping.term = 1;
}

static void catch (int sig, void (*handler)(int), int flags)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = handler;
	sa.sa_flags = flags;
	(void)sigaction(sig, &sa, NULL);
}

const struct stopping *
signals_catch(void)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGHUP);
	(void)sigaddset(&set, SIGINT);
	(void)pthread_sigmask(SIG_BLOCK, &set, NULL);
	catch (SIGTERM, on_signal, 0);
	catch (SIGHUP, on_signal, 0);
	catch (SIGINT, on_signal, (int)SA_RESETHAND);
	catch (SIGPIPE, SIG_IGN, 0);
	catch (SIGXFSZ, SIG_IGN, 0);
	catch (SIGIO, SIG_IGN, 0);
	return (&stopping);
}
