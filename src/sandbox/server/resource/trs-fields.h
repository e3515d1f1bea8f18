/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Fields of the answers: an absent value is null, never a missing key. Dates come in as
 * microseconds since the epoch, 0 for none. */
void trs_fields_set_string (JsonObject *object, const char *name, const char *value);
void trs_fields_set_sid (JsonObject *object, const char *name, const char *sid);
void trs_fields_set_iso_date (JsonObject *object, const char *name, gint64 date);
void trs_fields_set_mail_date (JsonObject *object, const char *name, gint64 date);
void trs_fields_set_digits (JsonObject *object, const char *name, gint64 value);
void trs_fields_set_epoch (JsonObject *object, const char *name, gint64 date);
void trs_fields_set_url (JsonObject *object,
                         const char *name,
                         const char *format,
                         ...) G_GNUC_PRINTF (3, 4);

char *trs_fields_format_iso_date (gint64 date);
gboolean trs_fields_parse_iso_date (const char *text, gint64 *date);

G_END_DECLS
