/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRS_TOKEN_END,
  TRS_TOKEN_BAD, /* a character outside the grammar, or a text without its end */
  TRS_TOKEN_WORD,
  TRS_TOKEN_STRING,
  TRS_TOKEN_NUMBER,
  TRS_TOKEN_COMPARISON, /* == = != < <= > >= */
  TRS_TOKEN_DOT,
  TRS_TOKEN_COMMA,
  TRS_TOKEN_OPEN,
  TRS_TOKEN_CLOSE,
  TRS_TOKEN_OPEN_LIST,
  TRS_TOKEN_CLOSE_LIST,
} TrsTokenType;

/**
 * TrsToken:
 * @start: where it begins in the text
 * @length: in bytes
 * @column: in characters, the first is 1
 */
typedef struct
{
  TrsTokenType type;
  const char *start;
  gsize length;
  guint column;
} TrsToken;

/* Reads the tokens of an expression, one ahead of the parser. */
typedef struct
{
  const char *next;
  guint column;
  TrsToken token; /* the one to look at */
} TrsLexer;

void trs_lexer_init (TrsLexer *self, const char *text);
void trs_lexer_advance (TrsLexer *self);
gboolean trs_token_is_word (const TrsToken *token, const char *word);
char *trs_token_dup_string (const TrsToken *token);

G_END_DECLS
