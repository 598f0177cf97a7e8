"""Journals posted one call at a time: `ledger.api.post` of one journal of four lines in an act of its own."""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db import connections

from benchmarks import floors
from benchmarks.figures import Figure, load
from benchmarks.world import World, world
from hanaper.foundation.acts.api import Actor, Automation, act
from hanaper.foundation.jobs.sealer import Sealer
from hanaper.ledger.api import post

WARM = 50
AHEAD = 1_000_000  # numbers of journals that each worker has to itself
KINDS = 200  # different sets of lines that a worker posts over and over
_next = 0


def measure(scale: str) -> Iterator[Figure]:
    """At 1, 2 and 8 connections, on one body and on all; by a rule and by a person; with the sealer at work."""
    here = world()
    floors.make()
    rounds, seconds = (5, 2.0) if scale == "full" else (3, 1.0)
    yield _commits(seconds)
    rule = Automation("bench.post")
    for what, clients, bodies, actor, sealing, aim in (
        ("by a person, 1 connection", 1, 1, here.enterer, False, "1,000/s"),
        ("by a rule, 1 connection", 1, 1, rule, False, "1,000/s"),
        ("by a rule, 1 connection, sealer at work", 1, 1, rule, True, ""),
        ("by a rule, 2 connections, one body", 2, 1, rule, False, "near double"),
        ("by a rule, 8 connections, one body", 8, 1, rule, False, ""),
        ("by a rule, 8 connections, 24 bodies", 8, len(here.bodies), rule, False, ""),
    ):
        ours, plain = [], []
        for _ in range(rounds):
            with _sealer(sealing):
                ours.append(_together(clients, _worker(here, bodies, actor), seconds))
            plain.append(_together(clients, _plain(here, bodies), seconds))
        rate, floor = statistics.median(ours), statistics.median(plain)
        rows = round(rate * seconds)
        yield Figure("posting", what, rows, "journals", rows / rate, rows / floor, aim, load())


def _commits(seconds: float) -> Figure:
    """What the disk allows one connection: a row a commit, and nothing else."""
    with floors.connect("owner", autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS floor_commit (n bigint)")
        number, began = 0, time.perf_counter()
        while time.perf_counter() - began < seconds:
            connection.execute("INSERT INTO floor_commit VALUES (%s)", [number])
            number += 1
        return Figure("disk", "one row, one commit, 1 connection", number, "commits", time.perf_counter() - began)


@contextmanager
def _sealer(wanted: bool) -> Iterator[None]:
    """The worker's sealer in a process of its own."""
    if not wanted:
        yield
        return
    connections.close_all()
    context = multiprocessing.get_context("fork")
    over = context.Event()
    process = context.Process(target=_seal_until, args=(over,))
    process.start()
    try:
        yield
    finally:
        over.set()
        process.join()


def _seal_until(over: Any) -> None:
    sealer = Sealer()
    sealer.start()
    over.wait()
    sealer.stop()


Poster = Callable[[int], Callable[[int], None]]


def _worker(here: World, bodies: int, actor: Actor | Automation) -> Poster:
    """For one process: a function that posts its n-th journal through the front door."""
    duty = "journal.enter" if isinstance(actor, Actor) else None

    def start(first: int) -> Callable[[int], None]:
        made = {body.pk: here.journals(body, first, KINDS) for body in here.bodies[:bodies]}

        def one(number: int) -> None:
            body = here.bodies[number % bodies]
            journal = replace(made[body.pk][number % KINDS], source_id=first + number)
            with act(actor, duty, body):
                post([journal])

        return one

    return start


def _plain(here: World, bodies: int) -> Poster:
    """The same rows by plain INSERTs: as many commits, as many statements as there are tables."""

    def start(first: int) -> Callable[[int], None]:
        made = {body.pk: here.journals(body, first, KINDS) for body in here.bodies[:bodies]}
        connection = floors.connect("owner", autocommit=True)

        def one(number: int) -> None:
            body_id = here.bodies[number % bodies].pk
            floors.post(connection, body_id, [replace(made[body_id][number % KINDS], source_id=first + number)])

        return one

    return start


def _together(clients: int, poster: Poster, seconds: float) -> float:
    """Journals a second of so many processes, all beginning at once. A refused call ends the benchmark."""
    global _next
    connections.close_all()  # a child must not share ours
    context = multiprocessing.get_context("fork")
    begin, told = context.Barrier(clients), context.Queue()
    processes = []
    for _ in range(clients):
        _next += AHEAD
        processes.append(context.Process(target=_run, args=(poster, _next, begin, told, seconds)))
    for process in processes:
        process.start()
    done = [told.get(timeout=60 + seconds * 10) for _ in processes]
    for process in processes:
        process.join()
    refused = [answer for answer in done if isinstance(answer, str)]
    if refused:
        raise SystemExit(f"A posting was refused: {refused[0]}")
    return sum(count for count, _ in done) / max(taken for _, taken in done)


def _run(poster: Poster, first: int, begin: Any, told: Any, seconds: float) -> None:
    try:
        one = poster(first)
        for number in range(WARM):
            one(number)
        begin.wait()
        began = time.perf_counter()
        number = WARM
        while number < AHEAD and time.perf_counter() - began < seconds:
            one(number)
            number += 1
        told.put((number - WARM, time.perf_counter() - began))
    except Exception as refusal:  # noqa: BLE001 - told to the parent, which ends the run
        begin.abort()
        told.put(f"{type(refusal).__name__}: {refusal}")
    finally:
        connections.close_all()
