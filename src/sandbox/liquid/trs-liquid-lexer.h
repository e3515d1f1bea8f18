/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-liquid.h"

G_BEGIN_DECLS

/* Cuts what is between {{ and }} or {% and %} into tokens. Private to this folder. */

typedef enum
{
  TRS_LIQUID_TOKEN_END,
  TRS_LIQUID_TOKEN_BAD, /* no token of ours, or text without its closing quote */
  TRS_LIQUID_TOKEN_WORD,
  TRS_LIQUID_TOKEN_STRING,
  TRS_LIQUID_TOKEN_INTEGER,
  TRS_LIQUID_TOKEN_DOUBLE,
  TRS_LIQUID_TOKEN_OPERATOR, /* == != <> < <= > >= */
  TRS_LIQUID_TOKEN_MARK,     /* one of . [ ] ( ) | : , = and ".." */
} TrsLiquidTokenKind;

typedef struct
{
  const char *template; /* all of it */
  const char *next;     /* the first byte after the token */
  const char *end;      /* of the tag's inside */

  TrsLiquidTokenKind kind;
  const char *start; /* of the token */
  gsize length;
} TrsLiquidLexer;

void trs_liquid_lexer_init (TrsLiquidLexer *self, const char *template, const char *start, const char *end);
void trs_liquid_lexer_advance (TrsLiquidLexer *self);
gboolean trs_liquid_lexer_is (TrsLiquidLexer *self, TrsLiquidTokenKind kind, const char *text);
gboolean trs_liquid_lexer_skip (TrsLiquidLexer *self, TrsLiquidTokenKind kind, const char *text);
char *trs_liquid_lexer_dup_text (TrsLiquidLexer *self);

void trs_liquid_set_error (GError **error, TrsLiquidError code, const char *template, const char *at, const char *format, ...) G_GNUC_PRINTF (5, 6);
gboolean trs_liquid_lexer_expected (TrsLiquidLexer *self, const char *what, GError **error);

G_END_DECLS
