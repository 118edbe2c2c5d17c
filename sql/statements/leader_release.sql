-- Stop leading, so that another need not wait for the lease to end. $1 holder.
UPDATE leader SET until = now() WHERE holder = $1
