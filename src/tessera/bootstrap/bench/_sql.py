"""The SQL of the baselines: a bare copy of what a replay wrote, and a plain ledger as one would write it first."""

from typing import Final

TABLES: Final = (
    "member", "identity", "standing", "account", "activity", "activity_key", "posting", "lot", "allocation", "due",
)  # fmt: skip
"""Every table that a replay writes."""

BARE_SCHEMA: Final = "create schema bare"
BARE_TABLE: Final = "create table bare.{table} (like public.{table} including all)"
COPY_OUT: Final = "copy public.{table} to stdout (format binary)"
COPY_IN: Final = "copy bare.{table} from stdin (format binary)"

# Two accounts locked in id order, moved, and the transfer with its two entries written down, one after the other.
PLAIN_LEDGER: Final = """
create schema plain;
create table plain.account (
  id bigint primary key, balance bigint not null default 0, version bigint not null default 0
);
create table plain.transfer (
  id bigint generated always as identity primary key,
  from_account bigint not null references plain.account, to_account bigint not null references plain.account,
  amount bigint not null check (amount > 0), created_at timestamptz not null default now()
);
create index on plain.transfer (from_account);
create index on plain.transfer (to_account);
create table plain.entry (
  id bigint generated always as identity primary key,
  account_id bigint not null references plain.account, transfer_id bigint not null references plain.transfer,
  amount bigint not null, balance_before bigint not null, balance_after bigint not null, version bigint not null,
  created_at timestamptz not null default now()
);
create index on plain.entry (account_id, version);
create index on plain.entry (transfer_id);
create function plain.book(transfers jsonb) returns void language plpgsql as $$
declare
  one record; payer plain.account; payee plain.account; transfer bigint;
begin
  for one in select * from jsonb_to_recordset(transfers) as t (from_account bigint, to_account bigint, amount bigint) loop
    perform from plain.account where id in (one.from_account, one.to_account) order by id for update;
    update plain.account set balance = balance - one.amount, version = version + 1
      where id = one.from_account returning * into payer;
    update plain.account set balance = balance + one.amount, version = version + 1
      where id = one.to_account returning * into payee;
    insert into plain.transfer (from_account, to_account, amount)
      values (one.from_account, one.to_account, one.amount) returning id into transfer;
    insert into plain.entry (account_id, transfer_id, amount, balance_before, balance_after, version)
      values (payer.id, transfer, -one.amount, payer.balance + one.amount, payer.balance, payer.version);
    insert into plain.entry (account_id, transfer_id, amount, balance_before, balance_after, version)
      values (payee.id, transfer, one.amount, payee.balance - one.amount, payee.balance, payee.version);
  end loop;
end $$;
"""
OPEN_PLAIN_ACCOUNTS: Final = "insert into plain.account (id) select generate_series(1, %s)"
BOOK_PLAIN: Final = "select plain.book(%s)"
