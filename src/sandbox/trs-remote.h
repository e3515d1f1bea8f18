/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Commands for a sandbox that runs elsewhere: thin clients of its control API. */
int trs_remote_call (int argc, char **argv);
int trs_remote_hang_up (int argc, char **argv);
int trs_remote_phone (int argc, char **argv);
int trs_remote_worker (int argc, char **argv);
