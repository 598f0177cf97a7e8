"""The worker: runs jobs, starts what the clock starts, and seals.

A worker that loses the database waits for it, for AWAY_MAX_SECONDS at most; its jobs resume, with it or with another.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector
from psycopg_pool import PoolTimeout

from hanaper.foundation.jobs.errors import DatabaseAway
from hanaper.foundation.jobs.sealer import Sealer
from hanaper.foundation.jobs.services import HEARTBEAT_SECONDS, STALLED_SECONDS

log = logging.getLogger(__name__)

AWAY_MAX_SECONDS = 600
#: Jobs that were put off (tries after a failure, and those that waited for another of their lock) are looked for this
#: often; new ones announce themselves.
POLL_SECONDS = 0.2


def run_worker(*, concurrency: int = 4, stop: threading.Event | None = None, until_done: bool = False) -> None:
    """Work until told to stop by a signal or by `stop`. Raises DatabaseAway.

    until_done: stop when no job waits, instead.
    """
    sealer, opened = Sealer(), []
    # Jobs run in these threads, each with a connection of its own that outlives the job.
    threads = ThreadPoolExecutor(concurrency, "job", initializer=lambda: opened.append(connections["default"]))
    sealer.start()
    try:
        asyncio.run(_work(threads, concurrency, stop or threading.Event(), until_done))
    finally:
        sealer.stop()
        threads.shutdown()
        for connection in opened:
            connection.inc_thread_sharing()  # its thread has ended
            connection.close()


async def _work(threads: ThreadPoolExecutor, concurrency: int, stop: threading.Event, until_done: bool) -> None:
    asyncio.get_running_loop().set_default_executor(threads)
    _stop_by_signal(stop)
    last_seen = time.monotonic()
    while not stop.is_set():
        began = time.monotonic()
        try:
            await _run(concurrency, stop, until_done)
            if until_done:
                return
        except (ConnectorException, psycopg.Error, PoolTimeout, OSError) as error:
            log.warning("the worker waits for the database", extra={"error": type(error).__name__})
        if time.monotonic() - began > HEARTBEAT_SECONDS:
            last_seen = time.monotonic()
        if time.monotonic() - last_seen > AWAY_MAX_SECONDS:
            raise DatabaseAway(seconds=AWAY_MAX_SECONDS)
        if not stop.is_set():
            await asyncio.sleep(1)


async def _run(concurrency: int, stop: threading.Event, until_done: bool) -> None:
    connector = PsycopgConnector(
        kwargs=connector_params(), min_size=2, max_size=concurrency + 3, timeout=10, reconnect_timeout=10
    )
    with app.replace_connector(connector):
        async with app.open_async():
            working = asyncio.create_task(
                app.run_worker_async(
                    concurrency=concurrency,
                    wait=not until_done,
                    install_signal_handlers=False,
                    fetch_job_polling_interval=POLL_SECONDS,
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                    stalled_worker_timeout=STALLED_SECONDS,
                )
            )
            stopping = asyncio.create_task(_until_set(stop))
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if not working.done():
                working.cancel()  # procrastinate then finishes the jobs under way
            try:
                await working
            except asyncio.CancelledError:
                log.info("the worker has stopped")


async def _until_set(stop: threading.Event) -> None:
    while not stop.is_set():
        await asyncio.sleep(0.1)


def _stop_by_signal(stop: threading.Event) -> None:
    if threading.current_thread() is threading.main_thread():
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
