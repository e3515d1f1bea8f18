/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Documents of tests/data, by their path below it. A test that cannot read one ends at once. */
char *test_data_text (const char *path);
GBytes *test_data_bytes (const char *path);
JsonNode *test_data_json (const char *path);
JsonNode *test_data_event_payload (const char *path);

/* A node of made-up JSON text. */
JsonNode *test_json (const char *text);

/* Asserts that an error is TR_ERROR_PROTOCOL, names @field, and is fit for a log: one line. */
void test_assert_protocol_error (const GError *error, const char *field);

G_END_DECLS
