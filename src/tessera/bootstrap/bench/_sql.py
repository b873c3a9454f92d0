"""The SQL of the baselines: a bare copy of what a replay wrote, and a plain ledger as one would write it first."""

from typing import Final

TABLES: Final = (
    "member", "identity", "standing", "account", "activity", "activity_key", "posting", "lot", "allocation", "hold", "due",
)  # fmt: skip
"""Every table that a replay writes."""

BARE_SCHEMA: Final = "create schema bare"
NO_BARE_SCHEMA: Final = "drop schema bare cascade"
BARE_TABLE: Final = "create table bare.{table} (like public.{table} including all)"
COPY_OUT: Final = "copy public.{table} to stdout (format binary)"
COPY_IN: Final = "copy bare.{table} from stdin (format binary)"

# As such a ledger is mostly written: uuid keys, a unique reference so that a retry does not book twice, foreign keys;
# two accounts locked in id order, moved, and the transfer with its two entries written down, one after the other.
PLAIN_LEDGER: Final = """
create schema plain;
create table plain.account (
  id uuid primary key default gen_random_uuid(), currency text not null default 'points',
  balance bigint not null default 0, version bigint not null default 0, updated_at timestamptz not null default now()
);
create table plain.transfer (
  id uuid primary key default gen_random_uuid(), reference text not null unique,
  from_account uuid not null references plain.account, to_account uuid not null references plain.account,
  amount bigint not null check (amount > 0), created_at timestamptz not null default now(),
  check (from_account <> to_account)
);
create index on plain.transfer (from_account);
create index on plain.transfer (to_account);
create table plain.entry (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references plain.account, transfer_id uuid not null references plain.transfer,
  amount bigint not null, balance_before bigint not null, balance_after bigint not null, version bigint not null,
  created_at timestamptz not null default now()
);
create index on plain.entry (account_id, version);
create index on plain.entry (transfer_id);
create function plain.book(transfers jsonb) returns void language plpgsql as $$
declare
  one record; payer plain.account; payee plain.account; transfer uuid;
begin
  for one in select * from jsonb_to_recordset(transfers)
                        as t (reference text, from_account uuid, to_account uuid, amount bigint) loop
    perform from plain.account where id in (one.from_account, one.to_account) order by id for update;
    update plain.account set balance = balance - one.amount, version = version + 1, updated_at = now()
      where id = one.from_account returning * into payer;
    update plain.account set balance = balance + one.amount, version = version + 1, updated_at = now()
      where id = one.to_account returning * into payee;
    if payer.currency <> payee.currency then
      raise exception 'accounts of different currencies';
    end if;
    insert into plain.transfer (reference, from_account, to_account, amount)
      values (one.reference, one.from_account, one.to_account, one.amount) returning id into transfer;
    insert into plain.entry (account_id, transfer_id, amount, balance_before, balance_after, version)
      values (payer.id, transfer, -one.amount, payer.balance + one.amount, payer.balance, payer.version);
    insert into plain.entry (account_id, transfer_id, amount, balance_before, balance_after, version)
      values (payee.id, transfer, one.amount, payee.balance - one.amount, payee.balance, payee.version);
  end loop;
end $$;
"""
OPEN_PLAIN_ACCOUNTS: Final = (
    "insert into plain.account (currency) select 'points' from generate_series(1, %s) returning id"
)
BOOK_PLAIN: Final = "select plain.book(%s)"
