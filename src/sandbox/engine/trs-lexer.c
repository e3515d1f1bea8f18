/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-lexer.h"

#include <string.h>

static gboolean
is_word_start (char c)
{
  return g_ascii_isalpha (c) || c == '_' || c == '$';
}

static gsize
word_length (const char *text)
{
  gsize length = 0;

  while (is_word_start (text[length]) || g_ascii_isdigit (text[length]))
    length++;
  return length;
}

static gsize
number_length (const char *text)
{
  gsize length = text[0] == '-' ? 1 : 0;

  while (g_ascii_isdigit (text[length]))
    length++;
  if (text[length] == '.' && g_ascii_isdigit (text[length + 1]))
    {
      length++;
      while (g_ascii_isdigit (text[length]))
        length++;
    }
  return length;
}

/* With both quotes; 0 when the text ends before the second. */
static gsize
string_length (const char *text)
{
  for (gsize length = 1; text[length] != '\0'; length++)
    {
      if (text[length] == text[0])
        return length + 1;
      if (text[length] == '\\' && text[length + 1] != '\0')
        length++;
    }
  return 0;
}

static TrsTokenType
punctuation_type (char c)
{
  switch (c)
    {
    case '.':
      return TRS_TOKEN_DOT;
    case ',':
      return TRS_TOKEN_COMMA;
    case '(':
      return TRS_TOKEN_OPEN;
    case ')':
      return TRS_TOKEN_CLOSE;
    case '[':
      return TRS_TOKEN_OPEN_LIST;
    case ']':
      return TRS_TOKEN_CLOSE_LIST;
    default:
      return TRS_TOKEN_BAD;
    }
}

static void
trs_lexer_read_comparison (TrsLexer *self)
{
  char c = self->next[0];
  gboolean has_equals = self->next[1] == '=';

  self->token.type = c != '!' || has_equals ? TRS_TOKEN_COMPARISON : TRS_TOKEN_BAD;
  self->token.length = has_equals ? 2 : 1;
}

/**
 * trs_lexer_advance:
 * @self: a lexer
 *
 * Reads the next token. At the end of the text it stays there.
 */
void
trs_lexer_advance (TrsLexer *self)
{
  char c;

  while (g_ascii_isspace (*self->next))
    {
      self->next++;
      self->column++;
    }

  c = *self->next;
  self->token = (TrsToken) { .start = self->next, .length = 1, .column = self->column };
  if (c == '\0')
    {
      self->token.type = TRS_TOKEN_END;
      self->token.length = 0;
    }
  else if (is_word_start (c))
    {
      self->token.type = TRS_TOKEN_WORD;
      self->token.length = word_length (self->next);
    }
  else if (g_ascii_isdigit (c) || (c == '-' && g_ascii_isdigit (self->next[1])))
    {
      self->token.type = TRS_TOKEN_NUMBER;
      self->token.length = number_length (self->next);
    }
  else if (c == '"' || c == '\'')
    {
      gsize length = string_length (self->next);

      self->token.type = length > 0 ? TRS_TOKEN_STRING : TRS_TOKEN_BAD;
      self->token.length = length > 0 ? length : strlen (self->next);
    }
  else if (strchr ("=!<>", c) != NULL)
    trs_lexer_read_comparison (self);
  else
    {
      self->token.type = punctuation_type (c);
      self->token.length = g_utf8_next_char (self->next) - self->next;
    }

  self->next += self->token.length;
  self->column += (guint) g_utf8_strlen (self->token.start, (gssize) self->token.length);
}

/**
 * trs_lexer_init:
 * @self: (out caller-allocates): a lexer
 * @text: valid UTF-8 that outlives it
 *
 * Begins to read, with the first token ready.
 */
void
trs_lexer_init (TrsLexer *self, const char *text)
{
  *self = (TrsLexer) { .next = text, .column = 1 };
  trs_lexer_advance (self);
}

/**
 * trs_token_is_word:
 * @token: a token
 * @word: a keyword
 *
 * Returns: whether the token is that word, in whatever case
 */
gboolean
trs_token_is_word (const TrsToken *token, const char *word)
{
  return token->type == TRS_TOKEN_WORD && token->length == strlen (word) &&
         g_ascii_strncasecmp (token->start, word, token->length) == 0;
}

/**
 * trs_token_dup_string:
 * @token: a token of type %TRS_TOKEN_STRING
 *
 * Returns: (transfer full): what is between the quotes, backslashes resolved
 */
char *
trs_token_dup_string (const TrsToken *token)
{
  GString *string = g_string_sized_new (token->length);

  for (gsize i = 1; i + 1 < token->length; i++)
    {
      if (token->start[i] == '\\' && i + 2 < token->length)
        i++;
      g_string_append_c (string, token->start[i]);
    }
  return g_string_free (string, FALSE);
}
