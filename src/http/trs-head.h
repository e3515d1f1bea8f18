/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define TRS_MAX_HEAD (16 * 1024)

/* The head of a request, HTTP/1.0 or 1.1: what is asked, and how its body comes. Strict: whatever two
 * programs could read in two ways is refused. Immutable once parsed. */
typedef struct
{
  char *method;   /* owned */
  char *path;     /* owned; decoded, no query */
  char *raw_path; /* owned; as it came */
  char *query;    /* owned, nullable; as it came */
  SoupMessageHeaders *headers; /* owned */
  guint minor;    /* of HTTP/1.x */
  guint64 length; /* of the body, unless @is_chunked */
  gboolean is_chunked;
  gboolean keeps_alive; /* whoever asks may ask more */
  gboolean expects_continue; /* waits for a word before the body */
} TrsHead;

/**
 * TrsHeadState:
 * @TRS_HEAD_MORE: it has not come to its end
 * @TRS_HEAD_GOOD: here it is
 * @TRS_HEAD_BAD: it is none, or one that is refused
 */
typedef enum
{
  TRS_HEAD_MORE,
  TRS_HEAD_GOOD,
  TRS_HEAD_BAD,
} TrsHeadState;

TrsHeadState trs_head_parse (const char *data,
                             gsize length,
                             TrsHead **head,
                             gsize *used,
                             guint *status);
void trs_head_free (TrsHead *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsHead, trs_head_free)

G_END_DECLS
