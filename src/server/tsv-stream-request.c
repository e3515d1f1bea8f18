/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-stream-request.h"

#include "tsv-answer.h"

/* What somebody who follows is sent at once. */
#define BATCH 50
#define BATCH_BYTES (128 * 1024)

/* What a browser's EventSource sends when it comes back. The first time it may be in the query. */
static gboolean
read_place (TrsRequest *request, TsvEventQuery *query, gboolean *from_now)
{
  const char *header = trs_request_get_header (request, "Last-Event-ID");

  *from_now = header == NULL && !trs_form_has (trs_request_get_query (request), "cursor");
  return header == NULL ||
         g_ascii_string_to_signed (header, 10, 0, G_MAXINT64, &query->after, NULL);
}

/**
 * tsv_stream_request_read:
 * @request: a request; refused here when it can't be read
 * @from_now: (out): whether it wants nothing of what was before
 *
 * Returns: (transfer full) (nullable): what it wants, a batch at a time
 */
TsvEventQuery *
tsv_stream_request_read (TrsRequest *request, gboolean *from_now)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TsvEventQuery) query = NULL;

  if (!trs_request_parse_query (request, NULL))
    {
      tsv_answer_refusal (request, TSV_ERROR_BAD_REQUEST, "The query can't be read");
      return NULL;
    }
  query = tsv_event_query_new (trs_request_get_query (request), &error);
  if (query == NULL)
    tsv_answer_error (request, error);
  else if (!read_place (request, query, from_now))
    tsv_answer_refusal (request, TSV_ERROR_BAD_REQUEST, "Last-Event-ID: an event's id is wanted");
  else
    {
      query->limit = BATCH;
      query->budget = BATCH_BYTES;
      return g_steal_pointer (&query);
    }
  return NULL;
}

/**
 * tsv_stream_request_begin:
 * @request: a request
 *
 * Its answer has no end yet: it is a stream, whose head says so.
 *
 * Source: HTML, "Server-sent events".
 */
void
tsv_stream_request_begin (TrsRequest *request)
{
  SoupMessageHeaders *headers = trs_request_get_response_headers (request);

  trs_request_mark_answered (request);
  trs_request_set_status (request, 200, NULL);
  soup_message_headers_replace (headers, "Content-Type", "text/event-stream");
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "X-Accel-Buffering", "no");
}
