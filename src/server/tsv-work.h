/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"

#include "tsv-context.h"

G_BEGIN_DECLS

/**
 * TsvWorkFunc:
 * @request: the request; held
 * @tasks: the SIDs of the tasks that its worker has accepted, or wraps up
 * @user_data: what was given to tsv_work_check()
 *
 * The request is of a worker who is signed in.
 */
typedef void (*TsvWorkFunc) (TrsRequest *request, const char *const *tasks, gpointer user_data);

/* Who asks, and what they are busy with: refused here, or handed on. */
void tsv_work_check (TsvContext *context, TrsRequest *request, TsvWorkFunc func, gpointer user_data);

G_END_DECLS
