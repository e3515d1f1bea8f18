/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Why a request is refused: the error's code is the service's own number (20001, 20404, …), which
 * decides the HTTP status, and its message is what the answer says. */
#define TRS_REFUSAL (trs_refusal_quark ())
GQuark trs_refusal_quark (void);

/* The service's number and the HTTP status of an error of another domain. */
typedef void (*TrsRefusalReadFunc) (const GError *error, int *code, guint *status);

void trs_refusal_add_domain (GQuark domain, TrsRefusalReadFunc read);

guint trs_refusal_get_status (const GError *error);
int trs_refusal_get_code (const GError *error);
JsonNode *trs_refusal_to_json (const GError *error);

void trs_refusal_set_not_found (GError **error, const char *path);

G_END_DECLS
