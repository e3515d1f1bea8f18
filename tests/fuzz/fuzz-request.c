/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "http/trs-chunks.h"
#include "http/trs-head.h"

#define MAX_BODY 64

/* The same bytes mean the same, in however many pieces they come. */
static void
read_in_pieces (const char *data, gsize length, TrsChunksState wanted, gsize used, GByteArray *body)
{
  TrsChunks chunks = { 0, };
  TrsChunksState state = TRS_CHUNKS_MORE;
  g_autoptr(GByteArray) again = g_byte_array_new ();
  gsize n_read = 0;
  gsize n;

  for (gsize i = 0; i < length && state == TRS_CHUNKS_MORE; i++)
    {
      state = trs_chunks_read (&chunks, data + i, 1, &n, again, MAX_BODY);
      n_read += n;
    }
  g_assert_cmpint (state, ==, wanted);
  g_assert_cmpuint (n_read, ==, used);
  g_assert_cmpmem (again->data, again->len, body->data, body->len);
}

static void
read_body (const char *data, gsize length)
{
  TrsChunks chunks = { 0, };
  g_autoptr(GByteArray) body = g_byte_array_new ();
  gsize used = 0;
  TrsChunksState state = trs_chunks_read (&chunks, data, length, &used, body, MAX_BODY);

  g_assert_cmpuint (used, <=, length);
  g_assert_cmpuint (body->len, <=, MAX_BODY + 1);
  g_assert_true (state != TRS_CHUNKS_MORE || used == length);
  read_in_pieces (data, length, state, used, body);
}

/* What a stranger sends as a request: its head, and what comes after it read as a body in chunks. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *text = size > 0 ? (const char *) data : "";
  g_autoptr(TrsHead) head = NULL;
  gsize used = 0;
  guint status = 0;

  switch (trs_head_parse (text, size, &head, &used, &status))
    {
    case TRS_HEAD_GOOD:
      g_assert_true (used <= size && used <= TRS_MAX_HEAD + 4);
      g_assert_true (*head->raw_path == '/' || g_str_equal (head->raw_path, "*"));
      g_assert_true (!head->is_chunked || head->length == 0);
      g_assert_true (g_utf8_validate (head->method, -1, NULL));
      read_body (text + used, size - used);
      break;
    case TRS_HEAD_BAD:
      g_assert_null (head);
      g_assert_true (status == 400 || status == 417 || status == 431 || status == 501 || status == 505);
      break;
    case TRS_HEAD_MORE:
    default:
      g_assert_null (head);
      g_assert_cmpuint (size, <=, TRS_MAX_HEAD);
      read_body (text, size);
    }
  return 0;
}
