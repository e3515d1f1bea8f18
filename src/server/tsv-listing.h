/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "http/trs-request.h"

#include "tsv-context.h"

G_BEGIN_DECLS

/**
 * TsvListingFunc:
 * @request: who asked; held
 * @items: (nullable): the service's list; not to be changed
 * @error: (nullable): why there is none: a #TsvError, fit to be answered
 * @user_data: what was given to tsv_listing_get()
 */
typedef void (*TsvListingFunc) (TrsRequest *request,
                                JsonArray *items,
                                const GError *error,
                                gpointer user_data);

/* Lists of the service's, asked once for all desks and kept for a moment. */
TsvListing *tsv_listing_new (TsvContext *context);
void tsv_listing_free (TsvListing *self);

void tsv_listing_get (TsvListing *self,
                      TrService service,
                      const char *path,
                      const char *const *query, /* nullable */
                      int max_age,              /* seconds */
                      TrsRequest *request,
                      TsvListingFunc func,
                      gpointer user_data);
void tsv_listing_forget (TsvListing *self, const char *path);

G_END_DECLS
