/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-liquid-lexer.h"

#include <string.h>

void
trs_liquid_lexer_init (TrsLiquidLexer *self,
                       const char *template,
                       const char *start,
                       const char *end)
{
  self->template = template;
  self->next = start;
  self->end = end;
  trs_liquid_lexer_advance (self);
}

static void
take (TrsLiquidLexer *self, TrsLiquidTokenKind kind, gsize length)
{
  self->kind = kind;
  self->length = length;
  self->next = self->start + length;
}

static gboolean
is_digit (TrsLiquidLexer *self, const char *at)
{
  return at < self->end && g_ascii_isdigit (*at);
}

static gboolean
is_word (TrsLiquidLexer *self, const char *at)
{
  return at < self->end && (g_ascii_isalnum (*at) || *at == '_' || *at == '-' || *at == '?');
}

static void
take_number (TrsLiquidLexer *self)
{
  const char *at = self->start;
  TrsLiquidTokenKind kind = TRS_LIQUID_TOKEN_INTEGER;

  if (*at == '-')
    at++;
  while (is_digit (self, at))
    at++;
  if (at < self->end && *at == '.' && is_digit (self, at + 1)) /* not the dots of 1..2 */
    {
      kind = TRS_LIQUID_TOKEN_DOUBLE;
      at++;
      while (is_digit (self, at))
        at++;
    }
  take (self, kind, (gsize) (at - self->start));
}

static void
take_string (TrsLiquidLexer *self)
{
  const char *close = memchr (self->start + 1, *self->start, (gsize) (self->end - self->start) - 1);

  if (close == NULL)
    take (self, TRS_LIQUID_TOKEN_BAD, 1);
  else
    take (self, TRS_LIQUID_TOKEN_STRING, (gsize) (close - self->start) + 1);
}

static void
take_word (TrsLiquidLexer *self)
{
  const char *at = self->start;

  while (is_word (self, at))
    at++;
  take (self, TRS_LIQUID_TOKEN_WORD, (gsize) (at - self->start));
}

/**
 * trs_liquid_lexer_advance:
 * @self: a lexer
 *
 * Goes to the next token, which stays %TRS_LIQUID_TOKEN_END at the end.
 */
void
trs_liquid_lexer_advance (TrsLiquidLexer *self)
{
  static const char *const operators[] = { "==", "!=", "<>", "<=", ">=", "<", ">" };

  while (self->next < self->end && g_ascii_isspace (*self->next))
    self->next++;
  self->start = self->next;
  if (self->start >= self->end)
    {
      take (self, TRS_LIQUID_TOKEN_END, 0);
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      gsize length = strlen (operators[i]);

      if ((gsize) (self->end - self->start) >= length &&
          strncmp (self->start, operators[i], length) == 0)
        {
          take (self, TRS_LIQUID_TOKEN_OPERATOR, length);
          return;
        }
    }
  if (*self->start == '"' || *self->start == '\'')
    take_string (self);
  else if (is_digit (self, self->start) ||
           (*self->start == '-' && is_digit (self, self->start + 1)))
    take_number (self);
  else if (g_ascii_isalpha (*self->start) || *self->start == '_')
    take_word (self);
  else if (*self->start == '.' && self->start + 1 < self->end && self->start[1] == '.')
    take (self, TRS_LIQUID_TOKEN_MARK, 2);
  else if (strchr (".[]()|:,=", *self->start) != NULL)
    take (self, TRS_LIQUID_TOKEN_MARK, 1);
  else
    take (self, TRS_LIQUID_TOKEN_BAD, 1);
}

gboolean
trs_liquid_lexer_is (TrsLiquidLexer *self, TrsLiquidTokenKind kind, const char *text)
{
  return self->kind == kind && strlen (text) == self->length &&
         memcmp (text, self->start, self->length) == 0;
}

gboolean
trs_liquid_lexer_skip (TrsLiquidLexer *self, TrsLiquidTokenKind kind, const char *text)
{
  if (!trs_liquid_lexer_is (self, kind, text))
    return FALSE;

  trs_liquid_lexer_advance (self);
  return TRUE;
}

/* The token's text; of a string, what is between the quotes. Liquid has no escapes. */
char *
trs_liquid_lexer_dup_text (TrsLiquidLexer *self)
{
  if (self->kind == TRS_LIQUID_TOKEN_STRING)
    return g_strndup (self->start + 1, self->length - 2);
  return g_strndup (self->start, self->length);
}

/* Line and column count from 1, the column in characters. */
void
trs_liquid_set_error (GError **error,
                      TrsLiquidError code,
                      const char *template,
                      const char *at,
                      const char *format,
                      ...)
{
  g_autofree char *message = NULL;
  const char *line_start = template;
  guint line = 1;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_strdelimit (message, "\r\n\t", ' ');

  for (const char *c = template; c < at; c++)
    {
      if (*c == '\n')
        {
          line++;
          line_start = c + 1;
        }
    }
  g_set_error (error, TRS_LIQUID_ERROR, (int) code, "Liquid error (line %u, column %ld): %s", line,
               g_utf8_pointer_to_offset (line_start, at) + 1, message);
}

/* Says what should have been here. Always FALSE. */
gboolean
trs_liquid_lexer_expected (TrsLiquidLexer *self, const char *what, GError **error)
{
  g_autofree char *found = g_strndup (self->start, MIN (self->length, 40));
  g_autofree char *valid = g_utf8_make_valid (found, -1);

  if (self->kind == TRS_LIQUID_TOKEN_END)
    trs_liquid_set_error (error, TRS_LIQUID_ERROR_SYNTAX, self->template, self->start,
                          "expected %s at the end", what);
  else
    trs_liquid_set_error (error, TRS_LIQUID_ERROR_SYNTAX, self->template, self->start,
                          "expected %s, not %s", what, valid);
  return FALSE;
}
