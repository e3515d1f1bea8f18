/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib.h>

#include "trs-exit.h"
#include "trs-remote.h"
#include "trs-serve.h"

static const char help[] =
  "Usage: " TRS_PROGRAM " [--port=N] [--print-env] [--clock=virtual] [--speed=N]\n"
  "                           [--clock-start=TIME]\n"
  "                           [--seed=FILE] [--state=FILE] [--random-seed=N]\n"
  "                           [--tls [--tls-ca-file=FILE]] [--allow-origin=ORIGIN]…\n"
  "                           [--ignore-post-work-activity]\n"
  "       " TRS_PROGRAM " call --from=NUMBER [--to=NUMBER] [--digits=DIGITS]\n"
  "       " TRS_PROGRAM " hangup CALL_SID\n"
  "       " TRS_PROGRAM " phone NUMBER answer|no-answer|busy|ask|machine [--after=SECONDS] [--new]\n"
  "       " TRS_PROGRAM " worker NAME ACTIVITY\n"
  "\n"
  "A contact centre on this machine: TaskRouter, the voice API and the event bridge of the\n"
  "service, on one loopback port, with callers and phones that can be played.\n"
  "\n"
  "Without a command it serves, until it is interrupted. 'Task Router sandbox ready at URL' on\n"
  "stdout says that it does.\n"
  "  --port=N                      TCP port (8089); 0 picks a free one\n"
  "  --print-env                   print what programs need as NAME=value, before the ready line:\n"
  "                                TR_BASE_URL, TR_ACCOUNT_SID, TR_AUTH_TOKEN, TR_API_KEY_SID,\n"
  "                                TR_API_KEY_SECRET, WORKSPACE_SID\n"
  "  --clock=virtual               time stands still but for POST /sandbox/clock/advance\n"
  "  --speed=N                     let time pass N times as fast\n"
  "  --clock-start=TIME            what such a clock shows at first, as 2026-01-05T09:00:00Z; else the\n"
  "                                machine's time\n"
  "  --seed=FILE                   what there is at the start, as JSON, instead of the built-in\n"
  "                                workspace 'writers' with dave, susan and edith\n"
  "  --state=FILE                  go on with what FILE holds, and keep everything there: nothing\n"
  "                                that was confirmed is lost, however the program ends\n"
  "  --tls                         speak https and wss, by a certificate that is made for this run;\n"
  "                                what to trust is in a file that is named before the ready line,\n"
  "                                with --print-env as TR_CA_FILE\n"
  "  --tls-ca-file=FILE            the file to write that to\n"
  "  --allow-origin=ORIGIN         pages from there, such as https://desk.example.com, may use the\n"
  "                                service's APIs; pages of this machine may anyway\n"
  "  --random-seed=N               where new SIDs come from (1): the same seed, the same SIDs\n"
  "  --ignore-post-work-activity   leave workers as they are after a conference, as the service\n"
  "                                documents for multi-tasking workspaces\n"
  "\n"
  "Commands for a sandbox that is running:\n"
  "  call                          a caller rings its number and presses DIGITS; prints the SID\n"
  "  hangup                        that caller hangs up\n"
  "  phone                         how the phone at NUMBER behaves from now on: answers after\n"
  "                                SECONDS, lets it ring, is busy, or waits for a person (ask);\n"
  "                                --new for a number that nobody has yet\n"
  "  worker                        sets a worker's activity: worker dave Available\n"
  "  --url=URL, --port=N           where it is; else $TR_BASE_URL, else http://127.0.0.1:8089\n"
  "  TR_CA_FILE in the environment is the file that a sandbox with --tls named at its start.\n"
  "\n"
  "  --help, --version             show this text; show the version\n"
  "\n"
  "Exit status: 0 done, 1 refused, not trusted or could not start, 2 wrong usage, 3 no sandbox\n"
  "answers.\n";

static const struct
{
  const char *name;
  int (*run) (int argc, char **argv);
} commands[] = {
  { "call", trs_remote_call },
  { "hangup", trs_remote_hang_up },
  { "phone", trs_remote_phone },
  { "worker", trs_remote_worker },
};

static gboolean
asks_for (int argc, char **argv, const char *option)
{
  for (int i = 1; i < argc; i++)
    {
      if (g_str_equal (argv[i], option))
        return TRUE;
    }
  return FALSE;
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  if (asks_for (argc, argv, "--help") || asks_for (argc, argv, "-h"))
    {
      g_print ("%s", help);
      return TRS_EXIT_DONE;
    }
  if (asks_for (argc, argv, "--version"))
    {
      g_print (TRS_PROGRAM " " PACKAGE_VERSION "\n");
      return TRS_EXIT_DONE;
    }

  for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (argv[1], commands[i].name))
        return commands[i].run (argc - 1, argv + 1);
    }
  return trs_serve (argc, argv);
}
