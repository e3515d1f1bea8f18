/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-chunks.h"

#define MAX_DIGITS 15         /* of a chunk's size: no overflow */
#define MAX_EXTRA (16 * 1024) /* of extensions and trailers, in all of a body */

typedef enum
{
  SIZE,
  EXTENSION,
  SIZE_END,
  DATA,
  DATA_RETURN,
  DATA_END,
  TRAILER,
  TRAILER_END,
} Step;

/* Whoever fills a line with what is not looked at gets to an end of it. */
static TrsChunksState
count_extra (TrsChunks *self)
{
  return ++self->n_extra > MAX_EXTRA ? TRS_CHUNKS_BAD : TRS_CHUNKS_MORE;
}

static TrsChunksState
read_size (TrsChunks *self, char c)
{
  if (g_ascii_isxdigit (c) && self->n_digits < MAX_DIGITS)
    {
      self->left = self->left * 16 + (guint64) g_ascii_xdigit_value (c);
      self->n_digits++;
      return TRS_CHUNKS_MORE;
    }
  if (self->n_digits == 0 || (c != ';' && c != '\r' && c != ' ' && c != '\t'))
    return TRS_CHUNKS_BAD;
  self->step = c == '\r' ? SIZE_END : EXTENSION;
  return TRS_CHUNKS_MORE;
}

static TrsChunksState
expect (TrsChunks *self, char c, char wanted, Step next)
{
  self->step = next;
  return c == wanted ? TRS_CHUNKS_MORE : TRS_CHUNKS_BAD;
}

static TrsChunksState
end_size (TrsChunks *self, char c)
{
  gboolean is_last = self->left == 0;

  self->n_digits = 0;
  self->n_line = 0;
  return expect (self, c, '\n', is_last ? TRAILER : DATA);
}

static TrsChunksState
read_trailer (TrsChunks *self, char c)
{
  if (c == '\r')
    self->step = TRAILER_END;
  else if (c == '\n' || c == '\0')
    return TRS_CHUNKS_BAD;
  else
    self->n_line++;
  return count_extra (self);
}

static TrsChunksState
end_trailer (TrsChunks *self, char c)
{
  gboolean is_empty = self->n_line == 0;

  self->n_line = 0;
  self->step = TRAILER;
  if (c != '\n')
    return TRS_CHUNKS_BAD;
  return is_empty ? TRS_CHUNKS_OVER : TRS_CHUNKS_MORE;
}

static TrsChunksState
read_extension (TrsChunks *self, char c)
{
  if (c == '\r')
    self->step = SIZE_END;
  else if (c == '\n' || c == '\0')
    return TRS_CHUNKS_BAD;
  return count_extra (self);
}

/* Whatever is not the data itself. */
static TrsChunksState
read_char (TrsChunks *self, char c)
{
  switch ((Step) self->step)
    {
    case SIZE:
      return read_size (self, c);
    case EXTENSION:
      return read_extension (self, c);
    case SIZE_END:
      return end_size (self, c);
    case DATA_RETURN:
      return expect (self, c, '\r', DATA_END);
    case DATA_END:
      return expect (self, c, '\n', SIZE);
    case TRAILER:
      return read_trailer (self, c);
    case TRAILER_END:
      return end_trailer (self, c);
    case DATA:
    default:
      g_assert_not_reached ();
    }
}

/* Past the cap it is counted and dropped. */
static gsize
take_data (TrsChunks *self, const char *data, gsize length, GByteArray *body, gsize max_body)
{
  gsize taken = (gsize) MIN (self->left, (guint64) length);

  if (body->len <= max_body)
    g_byte_array_append (body, (const guint8 *) data, (guint) MIN (taken, max_body + 1 - body->len));
  self->left -= taken;
  if (self->left == 0)
    self->step = DATA_RETURN;
  return taken;
}

/**
 * trs_chunks_read:
 * @self: where it is
 * @data: what came
 * @length: bytes of it
 * @used: (out): how many of them belong to the body
 * @body: gets what was in the chunks; one byte more than @max_body says that there was more
 * @max_body: how much of it is wanted
 *
 * Trailers are passed over.
 *
 * Source: RFC 9112, section 7.1.
 */
TrsChunksState
trs_chunks_read (TrsChunks *self,
                 const char *data,
                 gsize length,
                 gsize *used,
                 GByteArray *body,
                 gsize max_body)
{
  TrsChunksState state = TRS_CHUNKS_MORE;
  gsize i = 0;

  while (i < length && state == TRS_CHUNKS_MORE)
    {
      if (self->step == DATA)
        i += take_data (self, data + i, length - i, body, max_body);
      else
        state = read_char (self, data[i++]);
    }
  *used = i;
  return state;
}
