/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-question.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define MAX_ANSWER 512

/**
 * trd_question_has_person:
 *
 * Returns: whether somebody is at a terminal to answer
 */
gboolean
trd_question_has_person (void)
{
  return isatty (STDIN_FILENO);
}

/* Byte by byte, past stdio, whose buffer would keep a secret. FALSE: the end, or too long. */
static gboolean
read_line (char *answer)
{
  gsize length = 0;
  char c;

  while (read (STDIN_FILENO, &c, 1) == 1)
    {
      if (c == '\n')
        {
          answer[length] = '\0';
          return TRUE;
        }
      if (length == MAX_ANSWER - 1)
        return FALSE;
      answer[length++] = c;
    }
  answer[length] = '\0';
  return length > 0;
}

static char *
strip_answer (const char *answer)
{
  g_autofree char *text = g_strstrip (g_strdup (answer));

  /* Control characters are no part of any answer: somebody pressed Ctrl+C, or pasted too much. */
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      {
        explicit_bzero (text, strlen (text));
        return NULL;
      }
  return g_steal_pointer (&text);
}

/**
 * trd_question_ask:
 * @question: what to ask, if a person is there
 *
 * Returns: (transfer full) (nullable): the answer, without the space around it
 */
char *
trd_question_ask (const char *question)
{
  char answer[MAX_ANSWER];

  if (trd_question_has_person ())
    g_printerr ("%s", question);
  return read_line (answer) ? strip_answer (answer) : NULL;
}

/**
 * trd_question_ask_secret:
 * @question: what to ask, if a person is there
 *
 * On a terminal nothing of the answer is shown.
 *
 * Returns: (transfer full) (nullable): the answer, never empty
 */
TrSecret *
trd_question_ask_secret (const char *question)
{
  struct termios before, silent;
  gboolean has_person = trd_question_has_person () && tcgetattr (STDIN_FILENO, &before) == 0;
  char answer[MAX_ANSWER] = "";
  g_autoptr(TrSecret) secret = NULL;

  if (has_person)
    {
      silent = before;
      /* Without ISIG Ctrl+C is read as a character, and the terminal is never left silent. */
      silent.c_lflag &= ~(tcflag_t) (ECHO | ISIG);
      if (tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent) != 0)
        return NULL;
      g_printerr ("%s", question);
    }
  if (read_line (answer))
    secret = strip_answer (answer);
  explicit_bzero (answer, sizeof answer);
  if (has_person)
    {
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
      g_printerr ("\n");
    }
  return secret != NULL && *secret != '\0' ? g_steal_pointer (&secret) : NULL;
}
