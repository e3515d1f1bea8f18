/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-frame-reader.h"

#include <string.h>

#define PROTOCOL_ERROR 1002
#define INVALID_DATA 1007
#define TOO_BIG 1009

#define FIN 0x80
#define RESERVED 0x70
#define KIND 0x0f
#define MASKED 0x80
#define LENGTH 0x7f
#define MASK_SIZE 4

static gboolean
is_control (guint8 kind)
{
  return (kind & 0x8) != 0;
}

static TrsFrameKind
get_kind (const TrsFrameReader *self)
{
  return self->header[0] & KIND;
}

/* How long the header is, as far as its beginning tells. */
static gsize
get_header_size (const TrsFrameReader *self)
{
  if (self->n_header < 2)
    return 2;
  switch (self->header[1] & LENGTH)
    {
    case 126:
      return 2 + 2 + MASK_SIZE;
    case 127:
      return 2 + 8 + MASK_SIZE;
    default:
      return 2 + MASK_SIZE;
    }
}

static guint64
get_payload_size (const TrsFrameReader *self)
{
  guint64 size = self->header[1] & LENGTH;
  gsize n_bytes = size == 126 ? 2 : size == 127 ? 8 : 0;

  if (n_bytes == 0)
    return size;
  size = 0;
  for (gsize i = 0; i < n_bytes; i++)
    size = size << 8 | self->header[2 + i];
  return size;
}

/* What clients must not do, as far as the first two bytes tell (RFC 6455, sections 5.1 to 5.5). */
static guint
check_beginning (const TrsFrameReader *self)
{
  guint8 kind = get_kind (self);

  if ((self->header[0] & RESERVED) != 0 || (self->header[1] & MASKED) == 0)
    return PROTOCOL_ERROR;
  if (kind > TRS_FRAME_PONG || (kind > TRS_FRAME_BINARY && kind < TRS_FRAME_CLOSE))
    return PROTOCOL_ERROR;
  /* A message goes on where one has begun, and begins where none has. */
  if (!is_control (kind) && (kind == TRS_FRAME_CONTINUATION) != (self->message != 0))
    return PROTOCOL_ERROR;
  if (is_control (kind) &&
      ((self->header[0] & FIN) == 0 || (self->header[1] & LENGTH) > TRS_FRAME_MAX_CONTROL))
    return PROTOCOL_ERROR;
  return 0;
}

/* Takes one byte of a header. */
static guint
take_header (TrsFrameReader *self, guint8 byte)
{
  self->header[self->n_header++] = byte;
  if (self->n_header == 2)
    return check_beginning (self);
  if (self->n_header < 2 || self->n_header < get_header_size (self))
    return 0;
  self->n_left = get_payload_size (self);
  self->mask_at = 0;
  if (!is_control (get_kind (self)) && self->message == 0)
    self->message = get_kind (self);
  return self->n_left > TRS_FRAME_MAX_DATA ? TOO_BIG : 0;
}

static void
keep_control (TrsFrameReader *self, const guint8 *bytes, gsize size)
{
  const guint8 *mask = self->header + get_header_size (self) - MASK_SIZE;

  for (gsize i = 0; i < size; i++)
    {
      self->payload[self->n_payload] = bytes[i] ^ mask[self->n_payload % MASK_SIZE];
      self->n_payload++;
    }
}

/* Takes one byte of a text. The second byte of some characters is bounded: there is one way to write
 * each, no halves of pairs, and nothing beyond U+10FFFF (RFC 3629, section 4). */
static gboolean
take_utf8 (TrsFrameReader *self, guint8 byte)
{
  if (self->utf8_left > 0)
    {
      if (byte < self->utf8_min || byte > self->utf8_max)
        return FALSE;
      self->utf8_min = 0x80;
      self->utf8_max = 0xbf;
      self->utf8_left--;
      return TRUE;
    }
  if (byte < 0x80)
    return TRUE;
  if (byte < 0xc2 || byte > 0xf4)
    return FALSE;
  self->utf8_left = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  self->utf8_min = byte == 0xe0 ? 0xa0 : byte == 0xf0 ? 0x90 : 0x80;
  self->utf8_max = byte == 0xed ? 0x9f : byte == 0xf4 ? 0x8f : 0xbf;
  return TRUE;
}

/* Text is checked in the pieces that it comes in; and kept no more than other data. */
static guint
check_data (TrsFrameReader *self, const guint8 *bytes, gsize size)
{
  const guint8 *mask = self->header + get_header_size (self) - MASK_SIZE;

  for (gsize i = 0; self->message == TRS_FRAME_TEXT && i < size; i++)
    {
      if (!take_utf8 (self, bytes[i] ^ mask[self->mask_at]))
        return INVALID_DATA;
      self->mask_at = (self->mask_at + 1) % MASK_SIZE;
    }
  if (size < self->n_left || (self->header[0] & FIN) == 0)
    return 0;
  self->message = 0;
  return self->utf8_left > 0 ? INVALID_DATA : 0;
}

static gboolean
finish_frame (TrsFrameReader *self, TrsFrameFunc func, gpointer user_data)
{
  TrsFrameKind kind = get_kind (self);
  gsize size = self->n_payload;

  self->n_header = 0;
  self->n_payload = 0;
  return func (kind, is_control (kind) ? self->payload : NULL, size, user_data);
}

/**
 * trs_frame_reader_feed:
 * @self: a reader
 * @bytes: as they came
 * @size: how many
 * @func: called for each frame that they complete; may not free the reader while it says to go on
 * @user_data: for @func
 *
 * Returns: 0, or the close code for a client that breaks the protocol: feed it no more then
 *
 * Source: RFC 6455, section 5.
 */
guint
trs_frame_reader_feed (TrsFrameReader *self,
                       const guint8 *bytes,
                       gsize size,
                       TrsFrameFunc func,
                       gpointer user_data)
{
  while (size > 0)
    {
      gsize n_taken;
      guint code = 0;

      if (self->n_header < get_header_size (self))
        {
          code = take_header (self, *bytes++);
          size--;
          if (code != 0)
            return code;
          if (self->n_header < get_header_size (self))
            continue;
        }
      n_taken = (gsize) MIN (self->n_left, (guint64) size);
      if (is_control (get_kind (self)))
        keep_control (self, bytes, n_taken);
      else if ((code = check_data (self, bytes, n_taken)) != 0)
        return code;
      bytes += n_taken;
      size -= n_taken;
      self->n_left -= n_taken;
      if (self->n_left == 0 && !finish_frame (self, func, user_data))
        return 0;
    }
  return 0;
}

/**
 * trs_frame_check_close:
 * @payload: of a close frame, unmasked
 * @size: of it
 *
 * Returns: 0, or the close code for one that nobody may send
 *
 * Source: RFC 6455, sections 5.5.1 and 7.4; IANA's registry for 1012 to 1014.
 */
guint
trs_frame_check_close (const guint8 *payload, gsize size)
{
  guint code = size >= 2 ? (guint) payload[0] << 8 | payload[1] : 0;

  if (size == 0)
    return 0;
  if (!((code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) ||
        (code >= 3000 && code <= 4999)))
    return PROTOCOL_ERROR;
  return g_utf8_validate ((const char *) payload + 2, (gssize) size - 2, NULL) ? 0 : INVALID_DATA;
}

/**
 * trs_frame_write_header:
 * @header: (out): room for 10 bytes
 * @kind: of the frame
 * @payload_size: of the frame, which is not fragmented and, from a server, not masked
 *
 * Returns: how many bytes it has
 */
gsize
trs_frame_write_header (guint8 *header, TrsFrameKind kind, gsize payload_size)
{
  header[0] = FIN | kind;
  if (payload_size < 126)
    {
      header[1] = (guint8) payload_size;
      return 2;
    }
  if (payload_size <= G_MAXUINT16)
    {
      header[1] = 126;
      header[2] = (guint8) (payload_size >> 8);
      header[3] = (guint8) payload_size;
      return 4;
    }
  header[1] = 127;
  for (gsize i = 0; i < 8; i++)
    header[2 + i] = (guint8) ((guint64) payload_size >> (8 * (7 - i)));
  return 10;
}
