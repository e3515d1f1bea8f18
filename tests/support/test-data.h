/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Documents of tests/data, by their path below it. A test that cannot read one ends at once. */
char *test_data_path (const char *path); /* absolute */
char *test_data_text (const char *path);
GBytes *test_data_bytes (const char *path);
JsonNode *test_data_json (const char *path);
JsonNode *test_data_event_payload (const char *path);

/* A node of made-up JSON text. */
JsonNode *test_json (const char *text);

/* Copies of a document with one member set to another JSON text; @value NULL takes it away. */
JsonNode *test_json_with (JsonNode *node, const char *name, const char *value);

/* Writes the name of each property that is notified to @log, each followed by a space. */
void test_log_notify (gpointer object, GString *log);

/* Asserts that these were notified since the last time, in any order. */
void test_assert_notified (GString *log, const char *names);

/* Asserts that an error is TR_ERROR_PROTOCOL, names @field, and is fit for a log: one line. */
void test_assert_protocol_error (const GError *error, const char *field);

G_END_DECLS
