/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-screen.h"

#include <glib-unix.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "trd-reader.h"

/* Of every terminal since the VT100, and xterm's other screen, which brings the old one back. */
#define ENTER "\033[?1049h\033[?25l"
#define LEAVE "\033[?25h\033[?1049l"
#define HOME "\033[H"
#define REST_OF_LINE "\033[K"
#define REST_OF_SCREEN "\033[J"

#define END_OF_INPUT 4 /* Ctrl+D */

struct _TrdScreen
{
  TrdScreenFunc func;
  gpointer user_data;
  struct termios before;
  gboolean has_keys;  /* stdin is a terminal too, and @before is how it was */
  guint sources[6];   /* 0: none */
  char *drawn;        /* owned, nullable: what is on it */
};

/**
 * trd_screen_is_there:
 *
 * Returns: whether stdout is a terminal that can be drawn on
 */
gboolean
trd_screen_is_there (void)
{
  return isatty (STDOUT_FILENO) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

/**
 * trd_screen_find_width:
 *
 * Returns: how many columns stdout has, if it is a terminal; 0 if it is none, or does not tell
 */
guint
trd_screen_find_width (void)
{
  struct winsize size = { 0 };

  return isatty (STDOUT_FILENO) && ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static gboolean
signal_cb (gpointer user_data)
{
  TrdScreen *self = user_data;

  self->func (TRD_SCREEN_QUIT, self->user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
resized_cb (gpointer user_data)
{
  TrdScreen *self = user_data;

  g_clear_pointer (&self->drawn, g_free);
  self->func (TRD_SCREEN_RESIZED, self->user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
gone_cb (gpointer user_data)
{
  TrdScreen *self = user_data;

  self->sources[5] = 0;
  self->func (TRD_SCREEN_QUIT, self->user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
key_cb (int fd, GIOCondition condition, gpointer user_data)
{
  TrdScreen *self = user_data;
  char key = 0;

  if (read (fd, &key, 1) != 1)
    {
      self->sources[0] = 0;
      self->func (TRD_SCREEN_QUIT, self->user_data); /* the terminal is gone */
      return G_SOURCE_REMOVE;
    }
  if (key == 'q' || key == 'Q' || key == END_OF_INPUT)
    self->func (TRD_SCREEN_QUIT, self->user_data);
  return G_SOURCE_CONTINUE;
}

static void
take_keys (TrdScreen *self)
{
  struct termios raw;

  if (tcgetattr (STDIN_FILENO, &self->before) != 0)
    return;
  self->has_keys = TRUE;
  raw = self->before;
  raw.c_lflag &= ~(tcflag_t) (ICANON | ECHO);
  /* Stopped in the background, or ended by its core, it would leave a terminal behind that nobody can
   * use. */
  raw.c_cc[VSUSP] = _POSIX_VDISABLE;
  raw.c_cc[VQUIT] = _POSIX_VDISABLE;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &raw);
  self->sources[0] = g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, key_cb, self);
}

/**
 * trd_screen_new:
 * @func: called when the person, or a signal, wants something
 * @user_data: for @func
 *
 * Returns: (transfer full): the terminal, empty
 */
TrdScreen *
trd_screen_new (TrdScreenFunc func, gpointer user_data)
{
  TrdScreen *self = g_new0 (TrdScreen, 1);

  self->func = func;
  self->user_data = user_data;
  take_keys (self);
  self->sources[1] = g_unix_signal_add (SIGINT, signal_cb, self);
  self->sources[2] = g_unix_signal_add (SIGTERM, signal_cb, self);
  self->sources[3] = g_unix_signal_add (SIGHUP, signal_cb, self);
  self->sources[4] = g_unix_signal_add (SIGWINCH, resized_cb, self);
  self->sources[5] = trd_reader_watch (gone_cb, self);
  g_print (ENTER);
  return self;
}

void
trd_screen_free (TrdScreen *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->sources); i++)
    g_clear_handle_id (&self->sources[i], g_source_remove);
  g_print (LEAVE);
  if (self->has_keys)
    tcsetattr (STDIN_FILENO, TCSAFLUSH, &self->before);
  g_free (self->drawn);
  g_free (self);
}

/**
 * trd_screen_get_size:
 * @self: a screen
 * @columns: (out): how wide it is now
 * @rows: (out): how high
 */
void
trd_screen_get_size (TrdScreen *self, guint *columns, guint *rows)
{
  struct winsize size = { 0 };
  gboolean is_known = ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0;

  *columns = is_known ? size.ws_col : 80;
  *rows = is_known ? size.ws_row : 24;
}

/**
 * trd_screen_draw:
 * @self: a screen
 * @text: plain lines, no more and no wider than it is
 *
 * Shows them. Nothing is written when they are on it already.
 */
void
trd_screen_draw (TrdScreen *self, const char *text)
{
  g_auto(GStrv) lines = NULL;
  g_autofree char *joined = NULL;

  if (g_strcmp0 (text, self->drawn) == 0)
    return;
  g_free (self->drawn);
  self->drawn = g_strdup (text);
  lines = g_strsplit (text, "\n", -1);
  joined = g_strjoinv (REST_OF_LINE "\r\n", lines);
  g_print (HOME "%s" REST_OF_LINE REST_OF_SCREEN, joined);
}
