/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bridge/trs-frame-reader.h"

#include <string.h>

#define MASK "\x37\xfa\x21\x3d"

typedef struct
{
  GString *log; /* "kind:payload " of each frame */
  guint stop_after;
} Heard;

static gboolean
heard_cb (TrsFrameKind kind, const guint8 *payload, gsize size, gpointer user_data)
{
  Heard *heard = user_data;

  g_string_append_printf (heard->log, "%x:%.*s ", kind, (int) size,
                          payload != NULL ? (const char *) payload : "");
  return --heard->stop_after > 0;
}

/* Frames as a client sends them: masked. */
static void
append (GByteArray *bytes, guint8 first, const char *payload, gsize size)
{
  guint8 header[10] = { first };
  gsize header_size = trs_frame_write_header (header, TRS_FRAME_TEXT, size);

  header[0] = first;
  header[1] |= 0x80;
  g_byte_array_append (bytes, header, (guint) header_size);
  g_byte_array_append (bytes, (const guint8 *) MASK, 4);
  for (gsize i = 0; i < size; i++)
    g_byte_array_append (bytes, (guint8[]) { (guint8) (payload[i] ^ MASK[i % 4]) }, 1);
}

static GByteArray *
conversation (void)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autofree char *text = g_strnfill (300, 'x');

  append (bytes, 0x81, "hello", 5);
  append (bytes, 0x89, "beat", 4);
  append (bytes, 0x89, "", 0);
  append (bytes, 0x81, text, 300);
  append (bytes, 0x01, "frag", 4);
  append (bytes, 0x8a, "in between", 10);
  append (bytes, 0x80, "ment", 4);
  append (bytes, 0x88, "\x03\xe8" "bye", 5);
  return bytes;
}

#define HEARD "1: 9:beat 9: 1: 1: a:in between 0: 8:\x03\xe8" "bye "

/* Whatever the pieces are that it comes in. */
static void
test_pieces (void)
{
  g_autoptr(GByteArray) bytes = conversation ();

  for (guint piece = 1; piece <= bytes->len; piece++)
    {
      TrsFrameReader reader = { { 0 } };
      Heard heard = { g_string_new (NULL), 100 };

      for (guint i = 0; i < bytes->len; i += piece)
        g_assert_cmpuint (trs_frame_reader_feed (&reader, bytes->data + i,
                                                 MIN (piece, bytes->len - i), heard_cb, &heard),
                          ==, 0);
      g_assert_cmpstr (heard.log->str, ==, HEARD);
      g_string_free (heard.log, TRUE);
    }
}

static void
test_stop (void)
{
  g_autoptr(GByteArray) bytes = conversation ();
  TrsFrameReader reader = { { 0 } };
  Heard heard = { g_string_new (NULL), 2 };

  g_assert_cmpuint (trs_frame_reader_feed (&reader, bytes->data, bytes->len, heard_cb, &heard), ==,
                    0);
  g_assert_cmpstr (heard.log->str, ==, "1: 9:beat ");
  g_string_free (heard.log, TRUE);
}

static void
test_refused (void)
{
  const struct
  {
    const char *bytes;
    gsize size;
    guint code;
  } cases[] = {
    { "\x81\x05hello", 7, 1002 },                                 /* not masked */
    { "\xc1\x80" MASK, 6, 1002 },                                 /* a reserved bit */
    { "\x83\x80" MASK, 6, 1002 },                                 /* no such data */
    { "\x8b\x80" MASK, 6, 1002 },                                 /* no such control */
    { "\x09\x80" MASK, 6, 1002 },                                 /* a ping in pieces */
    { "\x89\xfe\x00\x7e" MASK, 8, 1002 },                         /* a ping of 126 bytes */
    { "\x81\xff\x00\x00\x00\x00\x00\x01\x00\x01" MASK, 14, 1009 }, /* 64 KiB and one */
    { "\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff" MASK, 14, 1009 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TrsFrameReader reader = { { 0 } };
      Heard heard = { g_string_new (NULL), 100 };

      g_assert_cmpuint (trs_frame_reader_feed (&reader, (const guint8 *) cases[i].bytes,
                                               cases[i].size, heard_cb, &heard),
                        ==, cases[i].code);
      g_assert_cmpstr (heard.log->str, ==, "");
      g_string_free (heard.log, TRUE);
    }
}

typedef struct
{
  guint8 first;
  const char *payload;
} Piece;

static void
test_messages (void)
{
  const struct
  {
    Piece pieces[4];
    guint code;
  } cases[] = {
    { { { 0x81, "Zo\xc3\xab \xe2\x82\xac \xf0\x9f\x98\x80" } }, 0 },
    { { { 0x01, "\xe2" }, { 0x00, "\x82" }, { 0x89, "\xff" }, { 0x80, "\xac" } }, 0 },
    { { { 0x02, "\xff" }, { 0x80, "\xfe" }, { 0x81, "text" } }, 0 },
    { { { 0x80, "none has begun" } }, 1002 },
    { { { 0x81, "whole" }, { 0x80, "more" } }, 1002 },
    { { { 0x01, "one" }, { 0x81, "another" } }, 1002 },
    { { { 0x01, "one" }, { 0x02, "another" } }, 1002 },
    { { { 0x81, "\xff" } }, 1007 },
    { { { 0x81, "\xc0\x80" } }, 1007 },         /* written too long */
    { { { 0x81, "\xe0\x80\xaf" } }, 1007 },     /* the same */
    { { { 0x81, "\xed\xa0\x80" } }, 1007 },     /* half of a pair */
    { { { 0x81, "\xf4\x90\x80\x80" } }, 1007 }, /* beyond U+10FFFF */
    { { { 0x81, "\xe2\x82" } }, 1007 },         /* not whole at the end */
    { { { 0x01, "\xe2\x82" }, { 0x80, "x" } }, 1007 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GByteArray) bytes = g_byte_array_new ();
      TrsFrameReader reader = { { 0 } };
      Heard heard = { g_string_new (NULL), 100 };

      for (gsize j = 0; j < 4 && cases[i].pieces[j].payload != NULL; j++)
        append (bytes, cases[i].pieces[j].first, cases[i].pieces[j].payload,
                strlen (cases[i].pieces[j].payload));
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpuint (trs_frame_reader_feed (&reader, bytes->data, bytes->len, heard_cb, &heard),
                        ==, cases[i].code);
      g_string_free (heard.log, TRUE);
    }
}

static void
test_goodbyes (void)
{
  const struct
  {
    const char *payload;
    gsize size;
    guint code;
  } cases[] = {
    { "", 0, 0 },
    { "\x03\xe8" "bye", 5, 0 },
    { "\x0f\xa0", 2, 0 },    /* 4000 */
    { "\x03", 1, 1002 },
    { "\x00\x00", 2, 1002 },
    { "\x03\xed", 2, 1002 }, /* 1005 */
    { "\x03\xee", 2, 1002 }, /* 1006 */
    { "\x03\xf7", 2, 1002 }, /* 1015 */
    { "\x13\x88", 2, 1002 }, /* 5000 */
    { "\x03\xe8\xff", 3, 1007 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (trs_frame_check_close ((const guint8 *) cases[i].payload, cases[i].size), ==,
                      cases[i].code);
}

static void
test_random (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      TrsFrameReader reader = { { 0 } };
      Heard heard = { g_string_new (NULL), 100 };
      guint8 bytes[64];

      for (gsize j = 0; j < sizeof bytes; j++)
        bytes[j] = (guint8) g_test_rand_int_range (0, 256);
      bytes[0] |= 0x80;
      bytes[1] |= 0x80;
      trs_frame_reader_feed (&reader, bytes, sizeof bytes, heard_cb, &heard);
      g_string_free (heard.log, TRUE);
    }
}

static void
test_headers (void)
{
  const struct
  {
    gsize size;
    const char *header;
    gsize header_size;
  } cases[] = {
    { 0, "\x81\x00", 2 },
    { 125, "\x81\x7d", 2 },
    { 126, "\x81\x7e\x00\x7e", 4 },
    { 65535, "\x81\x7e\xff\xff", 4 },
    { 65536, "\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint8 header[10];
      gsize size = trs_frame_write_header (header, TRS_FRAME_TEXT, cases[i].size);

      g_assert_cmpmem (header, size, cases[i].header, cases[i].header_size);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frames/pieces", test_pieces);
  g_test_add_func ("/frames/stop", test_stop);
  g_test_add_func ("/frames/refused", test_refused);
  g_test_add_func ("/frames/messages", test_messages);
  g_test_add_func ("/frames/goodbyes", test_goodbyes);
  g_test_add_func ("/frames/random", test_random);
  g_test_add_func ("/frames/headers", test_headers);
  return g_test_run ();
}
